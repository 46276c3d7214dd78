package com.example.gateway;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.autohttps.test.EnabledIfPebble;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

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

	/**
	 * Those that the gateway sets itself.
	 */
	private static final Map<String, String> SET = Map.of("Forwarded", "for=6.6.6.6;host=forged.example;proto=http",
			"X-Forwarded-For", "6.6.6.6, 7.7.7.7", "X-Forwarded-Host", "forged.example", "X-Forwarded-Port", "666",
			"X-Forwarded-Proto", "http");

	/**
	 * Those of which nothing may arrive.
	 */
	private static final List<String> DROPPED = List.of("Forwarded-For", "X-Forwarded", "X-Forwarded-By",
			"X-Forwarded-Context", "X-Forwarded-Path", "X-Forwarded-Prefix", "X-Forwarded-Protocol",
			"X-Forwarded-Scheme", "X-Forwarded-Server", "X-Forwarded-Ssl", "X-Forwarded-Uri", "X-Original-Host",
			"X-Original-URL", "X-Rewrite-URL", "X-Url-Scheme", "Front-End-Https", "CF-Connecting-IP",
			"Fastly-Client-IP", "True-Client-IP", "X-Client-IP", "X-Cluster-Client-IP", "X-Real-IP",
			"X-Forwarded-Access-Token", "X-Forwarded-Email", "X-Forwarded-Groups", "X-Forwarded-Preferred-Username",
			"X-Forwarded-User", "Client-Cert", "Client-Cert-Chain", "SSL-Client-Cert", "X-Client-Cert",
			"X-Forwarded-Client-Cert", "X-Forwarded-Tls-Client-Cert", "X-Forwarded-Tls-Client-Cert-Info",
			"X-SSL-Client-Cert");

	private static final Map<String, String> FORGED = forged();

	private static Map<String, String> forged() {
		Map<String, String> forged = new TreeMap<>(SET);
		DROPPED.forEach((name) -> forged.put(name, "forged"));
		Stream.concat(SET.keySet().stream(), DROPPED.stream())
			.filter((name) -> name.contains("-"))
			.forEach((name) -> forged.put(name.replace('-', '_'), "forged"));
		return forged;
	}

	@ParameterizedTest
	@EnumSource
	void eachForgedHeaderIsDropped(Version version, Scene scene, Clients clients) throws Exception {
		SoftAssertions each = new SoftAssertions();
		for (Map.Entry<String, String> header : FORGED.entrySet()) {
			String name = header.getKey();
			JsonNode seen = clients.json(version, "shop", "/seen", name, header.getValue(), name, header.getValue());
			each.assertThatCode(() -> {
				assertDropped(seen, name);
				assertRight(seen, scene, "127.0.0.1");
			}).as(name).doesNotThrowAnyException();
		}
		each.assertAll();
	}

	@ParameterizedTest
	@EnumSource
	void allForgedHeadersTogetherAreDropped(Version version, Scene scene, Clients clients) throws Exception {
		String[] headers = FORGED.entrySet()
			.stream()
			.flatMap((header) -> Stream.of(header.getKey(), header.getValue()))
			.toArray(String[]::new);
		JsonNode seen = clients.json(version, "shop", "/seen", headers);
		FORGED.keySet().forEach((name) -> assertDropped(seen, name));
		assertRight(seen, scene, "127.0.0.1");
		assertThat(seen.toString()).doesNotContain("6.6.6.6", "7.7.7.7", "forged", "\"666\"");
	}

	@Test
	void aNameThatIsNotListedPassesWhateverItsCase(Clients clients) throws Exception {
		for (Version version : Version.values()) {
			assertThat(values(clients.json(version, "shop", "/seen", "X-Mine", "mine"), "x-MINE"))
				.containsExactly("mine");
		}
	}

	@Test
	void aHeaderOfTheGatewayCannotBeStruckOutByNamingItAHop(Scene scene, Clients clients) throws Exception {
		try (TlsConnection connection = clients.connect("shop", CLIENT)) {
			String answer = connection.send("GET /seen HTTP/1.1", "Host: shop.localhost:" + scene.ports().https(),
					"Connection: close, Forwarded, X-Forwarded-For, X-Forwarded-Host, X-Forwarded-Port, X-Forwarded-Proto",
					"");
			assertRight(body(answer), scene, CLIENT);
		}
		try (TlsConnection connection = clients.connect("shop", CLIENT)) {
			JsonNode seen = body(connection.send("GET /seen HTTP/1.1", "Host: shop.localhost:" + scene.ports().https(),
					"Connection: close, Host", ""));
			assertRightButForwarded(seen, scene, CLIENT);
			// Of what the gateway says, this is all that goes.
			assertThat(values(seen, "Forwarded")).singleElement(as(STRING))
				.startsWith("proto=https;for=\"" + CLIENT + ":");
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
		FORGED.forEach(builder::header);
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
		assertRightButForwarded(seen, scene, client);
		assertThat(values(seen, "Forwarded")).singleElement(as(STRING))
			.startsWith("proto=https;host=\"shop.localhost:" + scene.ports().https() + "\";for=\"" + client + ":");
	}

	private static void assertRightButForwarded(JsonNode seen, Scene scene, String client) {
		assertThat(seen.get("application").asString()).isEqualTo("shop");
		assertThat(seen.get("remoteAddress").asString()).isEqualTo(client);
		assertThat(seen.get("scheme").asString()).isEqualTo("https");
		assertThat(seen.get("secure").asBoolean()).isTrue();
		assertThat(seen.get("host").asString()).isEqualTo("shop.localhost");
		assertThat(seen.get("port").asInt()).isEqualTo(scene.ports().https());
		String port = String.valueOf(scene.ports().https());
		assertThat(values(seen, "Host")).containsExactly("shop.localhost:" + port);
		// Tomcat takes it out when it has believed it.
		assertThat(values(seen, "X-Forwarded-For")).isEmpty();
		assertThat(values(seen, "X-Forwarded-Host")).containsExactly("shop.localhost:" + port);
		assertThat(values(seen, "X-Forwarded-Port")).containsExactly(port);
		assertThat(values(seen, "X-Forwarded-Proto")).containsExactly("https");
	}

	/**
	 * What the gateway puts in place of those it sets, {@link #assertRight} looks at.
	 */
	private static void assertDropped(JsonNode seen, String name) {
		if (!SET.containsKey(name)) {
			assertThat(values(seen, name)).as(name).isEmpty();
		}
	}

	/**
	 * Return the values of all headers of a name, which arrives in lower case over
	 * HTTP/2.
	 */
	private static List<String> values(JsonNode seen, String name) {
		return seen.get("headers")
			.properties()
			.stream()
			.filter((header) -> header.getKey().equalsIgnoreCase(name))
			.flatMap((header) -> header.getValue().valueStream())
			.map(JsonNode::asString)
			.toList();
	}

	private static JsonNode body(String answer) throws IOException {
		assertThat(answer).startsWith("HTTP/1.1 200");
		return JsonMapper.shared().readTree(answer.substring(answer.indexOf('{'), answer.lastIndexOf('}') + 1));
	}

}
