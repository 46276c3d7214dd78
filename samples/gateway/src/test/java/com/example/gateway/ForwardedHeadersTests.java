package com.example.gateway;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Locale;

import dev.autohttps.test.EnabledIfPebble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the applications are told of a client is what the gateway knows, whatever the
 * client says.
 */
@EnabledIfPebble
@Tag("acceptance")
@ExtendWith(SceneExtension.class)
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class ForwardedHeadersTests {

	private static final String CLIENT = "127.0.0.5";

	private static final String[] FORGED = { "Forwarded", "for=6.6.6.6;host=forged.example;proto=http", "Forwarded-For",
			"6.6.6.6", "X-Forwarded", "for=6.6.6.6", "X-Forwarded-By", "6.6.6.6", "X-Forwarded-For", "6.6.6.6, 7.7.7.7",
			"X-Forwarded-Host", "forged.example", "X-Forwarded-Path", "/forged", "X-Forwarded-Port", "666",
			"X-Forwarded-Prefix", "/forged", "X-Forwarded-Proto", "http", "X-Forwarded-Protocol", "http",
			"X-Forwarded-Scheme", "http", "X-Forwarded-Server", "forged.example", "X-Forwarded-Ssl", "off",
			"X-Forwarded-Uri", "/forged", "X-Client-IP", "6.6.6.6", "X-Cluster-Client-IP", "6.6.6.6", "X-Original-Host",
			"forged.example", "X-Original-URL", "/forged", "X-Real-IP", "6.6.6.6", "X-Rewrite-URL", "/forged",
			"X-Url-Scheme", "http", "Front-End-Https", "off", "True-Client-IP", "6.6.6.6" };

	@ParameterizedTest
	@EnumSource
	void eachForgedHeaderIsDropped(Version version, Scene scene, Clients clients) throws Exception {
		for (int i = 0; i < FORGED.length; i += 2) {
			String name = FORGED[i];
			String value = FORGED[i + 1];
			JsonNode seen = clients.json(version, "shop", "/seen", name, value, name, value);
			assertThat(seen.get("headers").findValues(name).toString()).as(name)
				.doesNotContain("\"" + value + "\"", "\"" + value + ",", "," + value);
			assertRight(seen, scene, "127.0.0.1");
		}
	}

	@ParameterizedTest
	@EnumSource
	void allForgedHeadersTogetherAreDropped(Version version, Scene scene, Clients clients) throws Exception {
		JsonNode seen = clients.json(version, "shop", "/seen", FORGED);
		assertRight(seen, scene, "127.0.0.1");
		assertThat(seen.toString()).doesNotContain("6.6.6.6", "7.7.7.7", "forged", "666", "\"off\"");
	}

	@Test
	void aHeaderOfTheGatewayCannotBeStruckOutByNamingItAHop(Scene scene, Clients clients) throws Exception {
		try (TlsConnection connection = clients.connect("shop", CLIENT)) {
			String answer = connection.send("GET /seen HTTP/1.1", "Host: shop.localhost:" + scene.ports().https(),
					"Connection: close, Forwarded, X-Forwarded-For, X-Forwarded-Host, X-Forwarded-Port, X-Forwarded-Proto",
					"");
			assertRight(body(answer), scene, CLIENT);
		}
	}

	@Test
	void whatIsMeantForTheNextHopGoesNoFurther(Scene scene, Clients clients) throws Exception {
		try (TlsConnection connection = clients.connect("shop", CLIENT)) {
			JsonNode headers = body(
					connection.send("GET /seen HTTP/1.1", "Host: shop.localhost:" + scene.ports().https(),
							"Connection: close, X-Mine", "X-Mine: mine", "X-Yours: yours", "Keep-Alive: timeout=5",
							"Proxy-Connection: keep-alive", "Proxy-Authorization: Basic bWU6bWU=", "TE: trailers", ""))
				.get("headers");
			assertThat(headers.get("X-Yours").get(0).asString()).isEqualTo("yours");
			assertThat(headers.propertyNames()).doesNotContain("X-Mine", "Keep-Alive", "Proxy-Connection",
					"Proxy-Authorization", "TE", "Connection");
		}
	}

	@Test
	void theApplicationSeesTheAddressOfTheClient(Scene scene, Clients clients) throws Exception {
		try (TlsConnection connection = clients.connect("shop", CLIENT)) {
			assertRight(body(connection.send("GET /seen HTTP/1.1", "Host: shop.localhost:" + scene.ports().https(),
					"X-Forwarded-For: 6.6.6.6", "Connection: close", "")), scene, CLIENT);
		}
		String overHttp2 = Http2Client.from(CLIENT, scene.pebble())
			.headers((headers) -> headers.add("X-Forwarded-For", "6.6.6.6"))
			.get()
			.uri(scene.url("shop", "/seen"))
			.responseSingle((response, body) -> body.asString())
			.block(Duration.ofSeconds(30));
		assertRight(JsonMapper.shared().readTree(overHttp2), scene, CLIENT);
	}

	@Test
	void theHandshakeOfAWebSocketIsTreatedAlike(Scene scene, Clients clients) throws Exception {
		WebSocket.Builder builder = clients.http(Version.HTTP_1_1).newWebSocketBuilder();
		for (int i = 0; i < FORGED.length; i += 2) {
			builder.header(FORGED[i], FORGED[i + 1]);
		}
		try (Messages messages = Messages.of(builder, URI.create(scene.url("shop", "/echo").replace("https", "wss")))) {
			assertThat(messages.next())
				.isEqualTo("shop at wss://shop.localhost:%d/echo for 127.0.0.1".formatted(scene.ports().https()));
		}
	}

	@Test
	void aLengthBesideChunksIsRefused(Scene scene, Clients clients) throws Exception {
		try (TlsConnection connection = clients.connect("shop", CLIENT)) {
			assertThat(connection.send("POST /upload HTTP/1.1", "Host: shop.localhost:" + scene.ports().https(),
					"Content-Length: 4", "Transfer-Encoding: chunked", "", "3", "abc", "0", ""))
				.startsWith("HTTP/1.1 400");
		}
	}

	@ParameterizedTest
	@EnumSource
	void howTheServerKeepsAccountOfHttp2IsNoBusinessOfTheApplication(Version version, Clients clients)
			throws Exception {
		JsonNode seen = clients.json(version, "shop", "/seen", "X-Http2-Scheme", "http");
		assertThat(seen.get("headers").propertyNames())
			.noneMatch((name) -> name.toLowerCase(Locale.ROOT).startsWith("x-http2"));
	}

	private static void assertRight(JsonNode seen, Scene scene, String client) {
		assertThat(seen.get("application").asString()).isEqualTo("shop");
		assertThat(seen.get("remoteAddress").asString()).isEqualTo(client);
		assertThat(seen.get("scheme").asString()).isEqualTo("https");
		assertThat(seen.get("secure").asBoolean()).isTrue();
		assertThat(seen.get("host").asString()).isEqualTo("shop.localhost");
		assertThat(seen.get("port").asInt()).isEqualTo(scene.ports().https());
		assertThat(seen.get("headers").get("Forwarded")).singleElement()
			.satisfies((forwarded) -> assertThat(forwarded.asString()).contains("proto=https",
					"host=\"shop.localhost:" + scene.ports().https() + "\"", "for=\"" + client + ":"));
	}

	private static JsonNode body(String answer) throws IOException {
		assertThat(answer).startsWith("HTTP/1.1 200");
		return JsonMapper.shared().readTree(answer.substring(answer.indexOf('{'), answer.lastIndexOf('}') + 1));
	}

}
