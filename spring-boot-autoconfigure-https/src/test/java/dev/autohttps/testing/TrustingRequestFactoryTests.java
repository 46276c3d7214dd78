package dev.autohttps.testing;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpServer;
import dev.autohttps.certificate.LiveCertificates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.ReactorClientHttpRequestFactory;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client with our trust makes of a redirect what the same client makes of it without.
 */
@Tag("once")
class TrustingRequestFactoryTests {

	private HttpServer server;

	@BeforeEach
	void start() throws Exception {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", (exchange) -> {
			boolean there = exchange.getRequestURI().getPath().equals("/there");
			exchange.getResponseHeaders().add("Location", "/there");
			exchange.sendResponseHeaders(there ? 200 : 302, -1);
			exchange.close();
		});
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void aRedirectIsWhatItIsWithoutUs(String name, ClientHttpRequestFactoryBuilder<?> builder,
			ClientHttpRequestFactory without, int expected) {
		ServedCertificatesTrust trust = new ServedCertificatesTrust(new LiveCertificates(InstantSource.system()),
				InstantSource.system());
		assertThat(status(TrustingRequestFactory.Detected.create(builder, trust))).isEqualTo(expected);
		assertThat(status(without)).isEqualTo(expected);
	}

	static Stream<Arguments> aRedirectIsWhatItIsWithoutUs() {
		return Stream.of(
				Arguments.of("the JDK's", ClientHttpRequestFactoryBuilder.jdk(), new JdkClientHttpRequestFactory(),
						302),
				Arguments.of("Reactor Netty's", ClientHttpRequestFactoryBuilder.reactor(),
						new ReactorClientHttpRequestFactory(), 302),
				Arguments.of("Apache's", ClientHttpRequestFactoryBuilder.httpComponents(),
						new HttpComponentsClientHttpRequestFactory(), 200));
	}

	private int status(ClientHttpRequestFactory factory) {
		return RestTestClient.bindToServer(factory)
			.build()
			.get()
			.uri("http://localhost:" + this.server.getAddress().getPort() + "/here")
			.exchange()
			.returnResult(Void.class)
			.getStatus()
			.value();
	}

}
