package dev.autohttps.ssl;

import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.certificate.OfferedAnswers;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.Standing;
import dev.autohttps.certificate.TestCertificates;
import dev.autohttps.certificate.TestClock;
import dev.autohttps.certificate.TestSpecs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Handshakes of a CA that validates a name (RFC 8737), and of others that say they did.
 */
@ExtendWith(OutputCaptureExtension.class)
class ChallengeHandshakeTests {

	private static final String ACME_TLS = "acme-tls/1";

	private final LiveCertificates live = new LiveCertificates(new TestClock());

	private final OfferedAnswers answers = new OfferedAnswers();

	private final ChallengeCertificates challenges = new ChallengeCertificates(this.answers, new TestClock());

	private final SniKeyManager keyManager = new SniKeyManager(this.live, this.challenges);

	private ServerCertificate shop;

	private TlsHandshake handshake;

	@BeforeEach
	void serve() throws Exception {
		this.shop = serve(KeyType.EC_P256);
		this.live.setDefault("shop");
		this.handshake = new TlsHandshake(this.keyManager, ACME_TLS, "h2", "http/1.1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void aCaIsShownTheAnswerOfTheNameItAsksFor(String protocol) throws Exception {
		offer("www.shop.example");
		X509Certificate shown = this.handshake.leaf(protocol, "www.shop.example", TlsHandshake.speaking(ACME_TLS));
		assertThat(shown).isEqualTo(this.challenges.find("www.shop.example").leaf());
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void aCaIsShownTheAnswerOfAnAddressUnderItsReverseName(String protocol) throws Exception {
		offer("127.0.0.1");
		X509Certificate shown = this.handshake.leaf(protocol, "1.0.0.127.in-addr.arpa",
				TlsHandshake.speaking(ACME_TLS));
		assertThat(shown).isEqualTo(this.challenges.find("1.0.0.127.in-addr.arpa").leaf());
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void aCertificateOfAnotherKeyTypeIsNotTakenForTheAnswer(String protocol) throws Exception {
		serve(KeyType.RSA_2048);
		offer("www.shop.example");
		assertThat(this.handshake.leaf(protocol, "www.shop.example", TlsHandshake.speaking(ACME_TLS)))
			.isEqualTo(this.challenges.find("www.shop.example").leaf());
		assertThatExceptionOfType(SSLException.class)
			.isThrownBy(() -> this.handshake.leaf(protocol, "www.shop.example", (parameters) -> {
				TlsHandshake.speaking(ACME_TLS).accept(parameters);
				TlsHandshake.without("ecdsa").accept(parameters);
			}));
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void othersAreServedAsUsualWhileSomethingIsPending(String protocol) throws Exception {
		offer("www.shop.example");
		assertThat(this.handshake.leaf(protocol, "www.shop.example")).isEqualTo(this.shop.leaf());
		assertThat(this.handshake.leaf(protocol, "www.shop.example", TlsHandshake.speaking("h2")))
			.isEqualTo(this.shop.leaf());
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void aProbeWithNothingPendingIsServedAsUsualAndInSilence(String protocol, CapturedOutput output) throws Exception {
		offer("other.example");
		for (String name : new String[] { "www.shop.example", "unknown.example", "1.0.0.127.in-addr.arpa", null }) {
			assertThat(this.handshake.leaf(protocol, name, TlsHandshake.speaking(ACME_TLS)))
				.isEqualTo(this.shop.leaf());
		}
		assertThat(output).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void aKeyManagerWithoutChallengesKnowsNone(String protocol) throws Exception {
		offer("www.shop.example");
		TlsHandshake plain = new TlsHandshake(new SniKeyManager(this.live), ACME_TLS);
		assertThat(plain.leaf(protocol, "www.shop.example", TlsHandshake.speaking(ACME_TLS)))
			.isEqualTo(this.shop.leaf());
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void aServerOfOneCertificateShowsAnswersToo(String protocol) throws Exception {
		offer("www.shop.example");
		TlsHandshake one = new TlsHandshake(new BundleKeyManager(this.live, "shop", this.challenges), ACME_TLS);
		assertThat(one.leaf(protocol, "www.shop.example", TlsHandshake.speaking(ACME_TLS)))
			.isEqualTo(this.challenges.find("www.shop.example").leaf());
		assertThat(one.leaf(protocol, "unknown.example")).isEqualTo(this.shop.leaf());
	}

	@Test
	void anEngineThatKnowsNoApplicationProtocolIsServedAsUsual() throws Exception {
		offer("www.shop.example");
		assertThat(this.keyManager.chooseEngineServerAlias("EC", null, new ForeignEngine()))
			.isEqualTo(this.shop.alias());
		assertThat(this.keyManager.chooseServerAlias("EC", null, new Socket())).isEqualTo(this.shop.alias());
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void aSessionIsResumed(String protocol) throws Exception {
		TlsConnection first = this.handshake.reconnect(protocol, "www.shop.example");
		while (System.currentTimeMillis() == first.sessionMade()) {
			Thread.onSpinWait();
		}
		TlsConnection second = this.handshake.reconnect(protocol, "www.shop.example");
		assertThat(second.sessionMade()).isEqualTo(first.sessionMade());
		assertThat(second.send("hello")).isEqualTo("hello");
	}

	@Test
	void keysAreRenewedWithTls13() throws Exception {
		TlsConnection connection = this.handshake.connect("TLSv1.3", "www.shop.example");
		assertThat(connection.send("before")).isEqualTo("before");
		connection.shakeHands();
		assertThat(connection.send("after")).isEqualTo("after");
		connection.shakeHands();
		assertThat(connection.send("again")).isEqualTo("again");
	}

	@Test
	void aClientThatWantsToRenegotiateIsRefused() throws Exception {
		TlsConnection connection = this.handshake.connect("TLSv1.2", "www.shop.example");
		assertThat(connection.send("before")).isEqualTo("before");
		assertThatExceptionOfType(SSLHandshakeException.class).isThrownBy(connection::shakeHands);
		assertThatExceptionOfType(SSLException.class).isThrownBy(() -> connection.send("after"));
	}

	private ServerCertificate serve(KeyType keyType) {
		ServerCertificate certificate = TestCertificates.of(keyType, "www.shop.example");
		this.live.replace(TestSpecs.live("shop", keyType, certificate, Standing.PRODUCTION));
		return certificate;
	}

	private void offer(String identifier) {
		this.answers.offer(List.of(new ChallengeAnswer("tls-alpn-01", identifier, "token", "token.thumbprint")));
	}

}
