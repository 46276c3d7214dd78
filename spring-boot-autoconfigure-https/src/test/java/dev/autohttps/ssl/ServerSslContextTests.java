package dev.autohttps.ssl;

import java.security.GeneralSecurityException;
import java.security.KeyManagementException;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;

import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.Standing;
import dev.autohttps.certificate.TestCertificates;
import dev.autohttps.certificate.TestClock;
import dev.autohttps.certificate.TestSpecs;
import org.junit.jupiter.api.Test;

import org.springframework.boot.ssl.SslOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ServerSslContextTests {

	private final LiveCertificates live = new LiveCertificates(new TestClock());

	private final SniKeyManager keyManager = new SniKeyManager(this.live);

	@Test
	void everyEngineIsPrepared() {
		ServerTls tls = new ServerTls(this.keyManager, new NoClientCertificates(), SslOptions.NONE, (name) -> true);
		for (SSLEngine engine : new SSLEngine[] { tls.createContext("acme-tls/1").createSSLEngine(),
				tls.createContext("acme-tls/1").createSSLEngine("client", 443) }) {
			assertThat(engine.getUseClientMode()).isFalse();
			assertThat(engine.getSSLParameters().getApplicationProtocols()).containsExactly("acme-tls/1");
			assertThat(engine.getSSLParameters().getSNIMatchers()).hasSize(1);
		}
	}

	@Test
	void theSessionsAreKnownForLifeUnlessTheyAreToBeForgotten() throws Exception {
		ServerCertificate certificate = TestCertificates.of("shop.example");
		this.live.replace(TestSpecs.live("shop", KeyType.EC_P256, certificate, Standing.PRODUCTION));
		ServerSslContext context = ServerSslContext.of(this::engines, (engine) -> {
		});
		SSLSessionContext before = context.getServerSessionContext();
		assertThat(new TlsHandshake(context).leaf("TLSv1.3", "shop.example")).isEqualTo(certificate.leaf());
		assertThat(context.getServerSessionContext()).isSameAs(before);
		context.forgetSessions();
		assertThat(context.getServerSessionContext()).isNotSameAs(before);
		assertThat(new TlsHandshake(context).leaf("TLSv1.3", "shop.example")).isEqualTo(certificate.leaf());
	}

	@Test
	void nobodyCanInitializeAContextThatIsInUse() {
		SSLContext context = ServerSslContext.of(this::engines, (engine) -> {
		});
		assertThatExceptionOfType(KeyManagementException.class).isThrownBy(() -> context.init(null, null, null));
	}

	private SSLContext engines() {
		try {
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(new KeyManager[] { this.keyManager }, null, null);
			return context;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
