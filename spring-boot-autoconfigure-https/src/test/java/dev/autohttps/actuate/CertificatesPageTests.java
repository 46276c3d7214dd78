package dev.autohttps.actuate;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.autohttps.RunningApplication;
import dev.autohttps.TestApplication;
import dev.autohttps.server.TestServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who is given the page at the endpoint's address, and who its JSON.
 */
@ParameterizedClass(name = "{0}")
@EnumSource
class CertificatesPageTests {

	/**
	 * What Chrome sends when somebody types an address.
	 */
	private static final String CHROME = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,"
			+ "image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7";

	private static final String FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

	private static final String HTML = "text/html;charset=UTF-8";

	@TempDir
	static Path store;

	private static RunningApplication application;

	@Parameter
	Arrangement arrangement;

	@BeforeParameterizedClassInvocation
	static void startTheApplication(Arrangement arrangement) {
		List<String> properties = new ArrayList<>(arrangement.server.properties());
		properties.add("management.endpoints.web.exposure.include=certificates");
		properties.addAll(List.of(arrangement.properties));
		application = RunningApplication.start(store, TestApplication.class, properties.toArray(String[]::new));
	}

	@AfterParameterizedClassInvocation
	static void closeTheApplication() {
		application.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { CHROME, FIREFOX, "text/html", "text/html, */*;q=0.1" })
	void aBrowserIsGivenThePage(String accept) throws Exception {
		HttpResponse<String> response = get("", accept);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(type(response)).isEqualToIgnoringCase(HTML);
		assertThat(response.body()).startsWith("<!doctype html>").contains("?asset=certificates.js");
	}

	@ParameterizedTest
	@ValueSource(strings = { "*/*", "application/json", "application/*", "application/json, text/plain, */*",
			"application/json, text/html;q=0.5", "application/vnd.spring-boot.actuator.v3+json" })
	void aProgramIsGivenJson(String accept) throws Exception {
		assertIsJson(get("", accept));
	}

	@Test
	void whoDoesNotSayWhatItAcceptsIsGivenJson() throws Exception {
		assertIsJson(get("", null));
	}

	@ParameterizedTest
	@CsvSource(
			textBlock = """
					certificates.js,  */*,                                                          text/javascript;charset=UTF-8
					certificates.css, 'text/css,*/*;q=0.1',                                         text/css;charset=UTF-8
					certificates.svg, 'image/avif,image/webp,image/apng,image/svg+xml,*/*;q=0.8',   image/svg+xml
					certificates.js,  'text/html,application/xhtml+xml,*/*;q=0.8',                  text/javascript;charset=UTF-8
					certificates.css, ,                                                             text/css;charset=UTF-8
					""")
	void thePartsOfThePageAreAtItsOwnAddress(String part, @Nullable String accept, String type) throws Exception {
		HttpResponse<String> response = get("?asset=" + part, accept);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		assertThat(type(response)).isEqualToIgnoringCase(type);
		assertThat(response.body()).isNotBlank();
	}

	@ParameterizedTest
	@ValueSource(strings = { "other.js", "CertificatesPage.class", "../actuate/certificates.js", "certificates.html" })
	void thereIsNoOtherPart(String part) throws Exception {
		assertThat(get("?asset=" + part, "*/*").statusCode()).isEqualTo(404);
		assertThat(get("?asset=" + part, CHROME).statusCode()).isEqualTo(404);
	}

	@Test
	void theCertificatesOfOneNameAreJsonForAProgram() throws Exception {
		assertIsJson(get("/https", "*/*"));
	}

	private void assertIsJson(HttpResponse<String> response) {
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		assertThat(type(response)).contains("json");
		assertThat(JsonMapper.shared().readTree(response.body()).path("certificates")).hasSize(1);
	}

	private static String type(HttpResponse<String> response) {
		return response.headers().firstValue("Content-Type").orElse("");
	}

	private HttpResponse<String> get(String rest, @Nullable String accept) throws Exception {
		String path = this.arrangement.path + rest;
		String port = application.context().getEnvironment().getProperty("local.management.port");
		HttpRequest.Builder request = HttpRequest.newBuilder(
				this.arrangement.separate ? URI.create("http://localhost:" + port + path) : application.https(path));
		return application.send((accept != null) ? request.header("Accept", accept) : request);
	}

	/**
	 * Where the endpoint is.
	 */
	enum Arrangement {

		SERVLET(TestServer.TOMCAT, false, "/actuator/certificates"),

		REACTIVE(TestServer.NETTY, false, "/actuator/certificates"),

		SERVLET_MAPPED(TestServer.TOMCAT, false, "/manage/certs", "management.endpoints.web.base-path=/manage",
				"management.endpoints.web.path-mapping.certificates=certs"),

		SERVLET_SEPARATE(TestServer.TOMCAT, true, "/actuator/certificates", "management.server.port=0"),

		REACTIVE_SEPARATE_MAPPED(TestServer.NETTY, true, "/certs", "management.server.port=0",
				"management.endpoints.web.base-path=/", "management.endpoints.web.path-mapping.certificates=certs");

		private final TestServer server;

		private final boolean separate;

		private final String path;

		private final String[] properties;

		Arrangement(TestServer server, boolean separate, String path, String... properties) {
			this.server = server;
			this.separate = separate;
			this.path = path;
			this.properties = properties;
		}

	}

}
