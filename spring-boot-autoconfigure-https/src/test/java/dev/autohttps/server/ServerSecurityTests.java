package dev.autohttps.server;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;

import dev.autohttps.Certificates;
import dev.autohttps.RunningApplication;
import dev.autohttps.acceptance.TlsClient;
import dev.autohttps.certificate.CertificateId;
import dev.autohttps.certificate.Domains;
import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.LiveCertificate;
import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.certificate.Standing;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application whose Spring Security sends HSTS and redirects to HTTPS by itself.
 */
class ServerSecurityTests {

	@TempDir
	Path store;

	@ParameterizedTest
	@EnumSource(value = TestServer.class, names = { "TOMCAT", "JETTY", "NETTY" })
	void bothSayTheSameAndNobodyIsSentInCircles(TestServer server) throws Exception {
		try (RunningApplication application = server.startWith(this.store,
				server.reactive() ? ReactiveApplication.class : ServletApplication.class, "https.hsts.max-age=2d")) {
			application.bean(LiveCertificates.class)
				.replace(new LiveCertificate(new CertificateId("https", KeyType.EC_P256), Domains.of("localhost"),
						Certificates.selfSigned("localhost"), Standing.PRODUCTION));
			HttpClient client = application.client().sslContext(TlsClient.trustingAnybody().context()).build();
			HttpResponse<String> answer = client.send(HttpRequest.newBuilder(application.https("/hello")).build(),
					BodyHandlers.ofString());
			assertThat(answer.statusCode()).isEqualTo(200);
			assertThat(answer.headers().allValues("Strict-Transport-Security")).containsExactly("max-age=172800");
			HttpResponse<String> plain = application.getPlain("/hello");
			assertThat(plain.statusCode()).isEqualTo(308);
			assertThat(plain.headers().firstValue("Location")).hasValue(application.https("/hello").toString());
			assertThat(plain.headers().firstValue("Strict-Transport-Security")).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource(value = TestServer.class, names = { "TOMCAT", "JETTY", "NETTY" })
	void whatIsNotRealIsNotRememberedByABrowserAndWhatIsStaysSpringSecuritys(TestServer server) throws Exception {
		try (RunningApplication application = start(server)) {
			assertThat(hsts(application, "/hello")).as("local CA").isEmpty();
			assertThat(hsts(application, "/missing")).as("an error").isEmpty();
			assertThat(application.get("/hello").headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
			for (Standing standing : Standing.values()) {
				serve(application, standing);
				if (standing == Standing.PRODUCTION) {
					assertThat(hsts(application, "/hello")).containsExactly("max-age=31536000 ; includeSubDomains");
				}
				else {
					assertThat(hsts(application, "/hello")).as(standing.name()).isEmpty();
				}
			}
		}
		try (RunningApplication application = start(server, "https.hsts.max-age=2d")) {
			assertThat(hsts(application, "/hello")).as("local CA, HSTS asked for").isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource(value = TestServer.class, names = { "TOMCAT", "JETTY", "NETTY" })
	void whatTheApplicationSaysItselfStays(TestServer server) throws Exception {
		try (RunningApplication application = start(server)) {
			assertThat(hsts(application, "/own-hsts")).containsExactly("max-age=7");
		}
	}

	private RunningApplication start(TestServer server, String... properties) {
		return server.startWith(this.store, server.reactive() ? ReactiveApplication.class : ServletApplication.class,
				properties);
	}

	private static void serve(RunningApplication application, Standing standing) throws Exception {
		application.bean(LiveCertificates.class)
			.replace(new LiveCertificate(new CertificateId("https", KeyType.EC_P256), Domains.of("localhost"),
					Certificates.selfSigned("localhost"), standing));
	}

	private static List<String> hsts(RunningApplication application, String path) throws Exception {
		HttpClient client = application.client().sslContext(TlsClient.trustingAnybody().context()).build();
		return client.send(HttpRequest.newBuilder(application.https(path)).build(), BodyHandlers.ofString())
			.headers()
			.allValues("Strict-Transport-Security");
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ServletApplication {

		@Bean
		SecurityFilterChain security(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
				.redirectToHttps(Customizer.withDefaults())
				.build();
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ReactiveApplication {

		@Bean
		SecurityWebFilterChain security(ServerHttpSecurity http) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll())
				.redirectToHttps(Customizer.withDefaults())
				.build();
		}

	}

}
