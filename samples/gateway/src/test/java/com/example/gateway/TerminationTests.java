package com.example.gateway;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import dev.autohttps.test.EnabledIfPebble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each domain with its own certificate and its own application behind it, which sees the
 * request as the client sent it.
 */
@EnabledIfPebble
@Tag("acceptance")
@ExtendWith(SceneExtension.class)
@Timeout(value = 180, threadMode = ThreadMode.SEPARATE_THREAD)
class TerminationTests {

	private static final String[] NAMES = { "shop", "blog", "api" };

	@ParameterizedTest
	@EnumSource
	void eachDomainHasItsCertificateAndItsApplication(Version version, Clients clients) throws Exception {
		for (String name : NAMES) {
			HttpResponse<String> response = clients.get(version, name, "/");
			assertThat(response.body()).contains("<h1>" + name + "</h1>");
			assertThat(Clients.certificate(response).getSubjectAlternativeNames()).singleElement()
				.satisfies((san) -> assertThat(san.get(1)).isEqualTo(name + ".localhost"));
		}
	}

	@ParameterizedTest
	@EnumSource
	void theApplicationSeesSchemeHostAndPortOfTheGateway(Version version, Scene scene, Clients clients)
			throws Exception {
		JsonNode seen = clients.json(version, "blog", "/seen");
		assertThat(seen.get("scheme").asString()).isEqualTo("https");
		assertThat(seen.get("secure").asBoolean()).isTrue();
		assertThat(seen.get("host").asString()).isEqualTo("blog.localhost");
		assertThat(seen.get("port").asInt()).isEqualTo(scene.ports().https());
	}

	@ParameterizedTest
	@EnumSource
	void addressesAndCookiesComeOutRight(Version version, Scene scene, Clients clients) throws Exception {
		assertThat(clients.get(version, "shop", "/redirect").headers().firstValue("Location"))
			.hasValue(scene.url("shop", "/seen?from=redirect"));
		assertThat(clients.get(version, "shop", "/link").body()).isEqualTo(scene.url("shop", "/orders/42"));
		assertThat(clients.get(version, "shop", "/cookie").headers().firstValue("Set-Cookie").orElseThrow())
			.startsWith("visited=shop;")
			.contains("; Secure");
	}

	@Test
	void plainHttpIsRedirectedToHttpsOfTheSameDomain(Scene scene) throws Exception {
		HttpResponse<Void> response = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create("http://api.localhost:" + scene.ports().plain() + "/a?b"))
				.timeout(Duration.ofSeconds(30))
				.build(), BodyHandlers.discarding());
		assertThat(response.headers().firstValue("Location")).hasValue(scene.url("api", "/a?b"));
	}

	@Test
	void aNameThatNobodyHasIsNotFound(Scene scene, Clients clients) throws Exception {
		try (TlsConnection connection = clients.connect("shop")) {
			assertThat(connection.send("GET / HTTP/1.1", "Host: other.localhost:" + scene.ports().https(),
					"Connection: close", ""))
				.startsWith("HTTP/1.1 404");
		}
	}

}
