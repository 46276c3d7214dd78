package dev.autohttps.ssl;

import java.nio.ByteBuffer;
import java.util.List;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
	void aClientThatIsNotLimitedVerifiesEcdsa() throws Exception {
		assertThat(ClientHello.parse(hello("shop.example")).verifiesEcdsa()).isTrue();
		assertThat(verifiesEcdsa(List.of(0x1301, 0xc02f, 0xc02b), List.of(0x0804, 0x0403))).isTrue();
		assertThat(verifiesEcdsa(List.of(0x3a3a, 0x1301, 0x00ff), List.of(0x0403, 0x0804))).isTrue();
		assertThat(verifiesEcdsa(List.of(0xc02b), List.of())).isTrue();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0xc02f, 0xc030, 0xcca8, 0x009c, 0x002f, 0x009e })
	void aClientOfTls12WithoutASuiteForEcdsaDoesNot(int suite) throws Exception {
		assertThat(verifiesEcdsa(List.of(suite), List.of(0x0403, 0x0401))).isFalse();
		assertThat(verifiesEcdsa(List.of(suite, 0x00ff, 0x5600), List.of())).isFalse();
	}

	@Test
	void aClientOfTls13WithSignaturesOfRsaOnlyDoesNot() throws Exception {
		assertThat(verifiesEcdsa(List.of(0x1301, 0x1302, 0x1303), List.of(0x0804, 0x0805, 0x0806))).isFalse();
		assertThat(verifiesEcdsa(List.of(0x1301), List.of(0x0807))).as("Ed25519").isFalse();
	}

	@Test
	void aClientOfBothVersionsMustBeAbleToInBoth() throws Exception {
		assertThat(verifiesEcdsa(List.of(0x1301, 0xc02f, 0xc02b), List.of(0x0804, 0x0401))).isFalse();
		assertThat(verifiesEcdsa(List.of(0x1301, 0xc02f), List.of(0x0804, 0x0403))).isFalse();
		assertThat(verifiesEcdsa(List.of(0x1301, 0xc02f), List.of(0x0804, 0x0401))).isFalse();
	}

	@Test
	void whatIsLimitedAndThenMakesNoSenseIsLeftToTheEngine() throws Exception {
		ByteBuffer whole = hello(List.of(0xc02f), List.of(0x0401));
		for (int length = whole.limit() - 1; length > 41; length--) {
			assertThat(ClientHello.parse(whole.duplicate().limit(length)).verifiesEcdsa()).as("" + length).isTrue();
		}
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

	private static boolean verifiesEcdsa(List<Integer> suites, List<Integer> signatures) {
		return ClientHello.parse(hello(suites, signatures)).verifiesEcdsa();
	}

	private static ByteBuffer hello(List<Integer> suites, List<Integer> signatures) {
		ByteBuffer out = ByteBuffer.allocate(200);
		out.putShort((short) 0x0303).put(new byte[32]).put((byte) 0);
		out.putShort((short) (2 * suites.size()));
		suites.forEach((suite) -> out.putShort(suite.shortValue()));
		out.put((byte) 1).put((byte) 0);
		if (!signatures.isEmpty()) {
			out.putShort((short) (6 + 2 * signatures.size()));
			out.putShort((short) 13).putShort((short) (2 + 2 * signatures.size()));
			out.putShort((short) (2 * signatures.size()));
			signatures.forEach((signature) -> out.putShort(signature.shortValue()));
		}
		return out.flip();
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
