package dev.autohttps.server;

import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLEngine;

import dev.autohttps.RunningApplication;
import dev.autohttps.acceptance.TlsClient;
import dev.autohttps.acceptance.TlsClient.Connection;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which TLS engine the tests of Netty have: the JDK's, unless {@code test.openssl} says
 * that it is to be that of netty-tcnative.
 */
class NettyEngineTests {

	private static final BlockingQueue<SSLEngine> ENGINES = new LinkedBlockingQueue<>();

	@TempDir
	Path store;

	@Test
	void theEngineIsTheOneThatTheTestsAreFor() throws Exception {
		boolean wanted = Boolean.getBoolean("test.openssl");
		assertThat(OpenSsl.isAvailable()).isEqualTo(wanted);
		try (RunningApplication application = TestServer.NETTY.startWith(this.store, Application.class);
				Connection connection = TlsClient.trustingAnybody().connect(application.port(), "localhost")) {
			assertThat(connection.get("/hello")).isEqualTo("application saw GET /hello");
			SSLEngine engine = ENGINES.poll(20, TimeUnit.SECONDS);
			assertThat(engine).isNotNull();
			assertThat(engine instanceof ReferenceCountedOpenSslEngine).isEqualTo(wanted);
			System.out.println("Table: Netty's engine is " + engine.getClass().getSimpleName()
					+ (wanted ? ", " + OpenSsl.versionString() : ""));
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Application extends dev.autohttps.TestApplication {

		@Bean
		NettyServerCustomizer engines() {
			return (server) -> server.doOnConnection(
					(connection) -> ENGINES.add(connection.channel().pipeline().get(SslHandler.class).engine()));
		}

	}

}
