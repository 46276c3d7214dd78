package dev.autohttps.ssl;

import java.nio.ByteBuffer;
import java.util.List;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ClientHelloTests {

	@Test
	void theNameAndTheProtocolsAreThoseThatAClientSends() throws Exception {
		ClientHello hello = ClientHello.parse(hello("shop.example", "acme-tls/1", "h2"));
		assertThat(hello.serverName()).isEqualTo("shop.example");
		assertThat(hello.applicationProtocols()).containsExactly("acme-tls/1", "h2");
		assertThat(hello.offers("h2")).isTrue();
		assertThat(hello.offers("http/1.1")).isFalse();
	}

	@Test
	void aClientNeedNotSayEither() throws Exception {
		ClientHello hello = ClientHello.parse(hello(null));
		assertThat(hello.serverName()).isNull();
		assertThat(hello.applicationProtocols()).isEmpty();
	}

	@Test
	void whatMakesNoSenseSaysNothing() throws Exception {
		ByteBuffer whole = hello("shop.example", "acme-tls/1");
		for (int length = 0; length < whole.remaining(); length++) {
			ByteBuffer part = whole.duplicate();
			part.limit(part.position() + length);
			assertThat(ClientHello.parse(part).applicationProtocols()).isEmpty();
		}
		for (int i = 0; i < whole.remaining(); i++) {
			byte[] changed = new byte[whole.remaining()];
			whole.duplicate().get(changed);
			changed[i] = (byte) 0xff;
			assertThat(ClientHello.parse(ByteBuffer.wrap(changed))).isNotNull();
		}
	}

	private static ByteBuffer hello(String name, String... protocols) throws Exception {
		SSLEngine engine = SSLContext.getDefault().createSSLEngine();
		engine.setUseClientMode(true);
		SSLParameters parameters = engine.getSSLParameters();
		parameters.setServerNames((name != null) ? List.of(new SNIHostName(name)) : List.of());
		parameters.setApplicationProtocols(protocols);
		engine.setSSLParameters(parameters);
		ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
		engine.wrap(ByteBuffer.allocate(0), out);
		out.flip();
		// The header of the record (5) and that of the handshake (4).
		out.position(9);
		return out;
	}

}
