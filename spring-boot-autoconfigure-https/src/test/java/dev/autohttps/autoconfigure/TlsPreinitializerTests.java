package dev.autohttps.autoconfigure;

import java.nio.ByteBuffer;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLHandshakeException;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class TlsPreinitializerTests {

	@Test
	void bootFindsIt() {
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation().load(BackgroundPreinitializer.class))
			.hasAtLeastOneElementOfType(TlsPreinitializer.class);
	}

	@Test
	void itLoadsWhatItIsThereFor() {
		assertThatNoException().isThrownBy(() -> new TlsPreinitializer().preinitialize());
	}

	@Test
	void theHandshakeGetsAsFarAsToTheMissingCertificate() throws Exception {
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, null, null);
		SSLEngine server = TlsPreinitializer.shakeHands(context);
		ByteBuffer answer = ByteBuffer.allocate(server.getSession().getPacketBufferSize());
		assertThatExceptionOfType(SSLHandshakeException.class)
			.isThrownBy(() -> server.wrap(ByteBuffer.allocate(0), answer))
			.withMessageContaining("authentication");
	}

}
