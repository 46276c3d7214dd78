package dev.autohttps.ssl;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import javax.net.ssl.SSLException;

import dev.autohttps.certificate.CertificateId;
import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.LiveCertificate;
import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.Standing;
import dev.autohttps.certificate.TestCertificates;
import dev.autohttps.certificate.TestClock;
import dev.autohttps.certificate.TestSpecs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.ssl.SslOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(120)
class SniKeyManagerTests {

	private final LiveCertificates live = new LiveCertificates(new TestClock());

	private final SniKeyManager keyManager = new SniKeyManager(this.live);

	private ServerCertificate shop;

	private ServerCertificate wildcard;

	private ServerCertificate other;

	private TlsHandshake handshake;

	@BeforeEach
	void setUp() throws Exception {
		this.shop = serve("shop", KeyType.EC_P256, "www.shop.example");
		this.wildcard = serve("wildcard", KeyType.EC_P256, "*.shop.example");
		this.other = serve("other", KeyType.EC_P256, "other.example");
		this.live.setDefault("other");
		this.handshake = new TlsHandshake(this.keyManager);
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void theCertificateIsThatOfTheName(String protocol) throws Exception {
		assertThat(this.handshake.leaf(protocol, "www.shop.example")).isEqualTo(this.shop.leaf());
		assertThat(this.handshake.leaf(protocol, "WWW.SHOP.EXAMPLE")).isEqualTo(this.shop.leaf());
		assertThat(this.handshake.leaf(protocol, "mail.shop.example")).isEqualTo(this.wildcard.leaf());
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void theDefaultIsForThoseWithoutAKnownName(String protocol) throws Exception {
		assertThat(this.handshake.leaf(protocol, "unknown.example")).isEqualTo(this.other.leaf());
		assertThat(this.handshake.leaf(protocol, "a.b.shop.example")).isEqualTo(this.other.leaf());
		assertThat(this.handshake.leaf(protocol, null)).isEqualTo(this.other.leaf());
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void aSwapIsSeenByTheNextHandshake(String protocol) throws Exception {
		assertThat(this.handshake.leaf(protocol, "www.shop.example")).isEqualTo(this.shop.leaf());
		ServerCertificate renewed = serve("shop", KeyType.EC_P256, "www.shop.example");
		assertThat(this.handshake.leaf(protocol, "www.shop.example")).isEqualTo(renewed.leaf());
	}

	@Test
	void theKeyTypeIsOneThatTheClientOfTls13Verifies() throws Exception {
		ServerCertificate rsa = serve("shop", KeyType.RSA_2048, "www.shop.example");
		assertThat(this.handshake.leaf("TLSv1.3", "www.shop.example", TlsHandshake.without("rsa")))
			.isEqualTo(this.shop.leaf());
		assertThat(this.handshake.leaf("TLSv1.3", "www.shop.example", TlsHandshake.without("ecdsa")))
			.isEqualTo(rsa.leaf());
	}

	@Test
	void theKeyTypeIsThatOfTheCipherSuiteOfTls12() throws Exception {
		ServerCertificate rsa = serve("shop", KeyType.RSA_2048, "www.shop.example");
		assertThat(leafWithCipher("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")).isEqualTo(this.shop.leaf());
		assertThat(leafWithCipher("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")).isEqualTo(rsa.leaf());
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void aClientThatCannotVerifyTheKeyOfItsNameGetsNoOther(String protocol) {
		serve("other", KeyType.RSA_2048, "other.example");
		assertThatExceptionOfType(SSLException.class)
			.isThrownBy(() -> this.handshake.leaf(protocol, "www.shop.example", TlsHandshake.without("ecdsa")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void aPlaceholderOfAnotherKeyTypeIsNotPresented(String protocol) throws Exception {
		this.live.remove(new CertificateId("shop", KeyType.EC_P256));
		this.live.replace(TestSpecs.live("shop", KeyType.RSA_2048, TestCertificates.of("www.shop.example"),
				Standing.PLACEHOLDER));
		ServerCertificate real = serve("shop", KeyType.EC_P256, "www.shop.example");
		assertThat(this.handshake.leaf(protocol, "www.shop.example")).isEqualTo(real.leaf());
	}

	@Test
	void nothingIsPresentedIfNothingIsServed() throws Exception {
		SniKeyManager empty = new SniKeyManager(new LiveCertificates(new TestClock()));
		TlsHandshake hopeless = new TlsHandshake(empty);
		assertThatExceptionOfType(SSLException.class).isThrownBy(() -> hopeless.leaf("TLSv1.3", "shop.example"));
		assertThat(empty.chooseServerAlias("EC", null, null)).isNull();
		assertThat(empty.getServerAliases("EC", null)).isNull();
		assertThat(empty.getCertificateChain("unknown")).isNull();
		assertThat(empty.getPrivateKey("unknown")).isNull();
	}

	@Test
	void withoutASessionTheDefaultIsChosen() {
		assertThat(this.keyManager.chooseServerAlias("EC", null, null)).isEqualTo(this.other.alias());
		assertThat(this.keyManager.chooseServerAlias("RSA", null, null)).isNull();
		assertThat(this.keyManager.getServerAliases("EC", null)).containsExactly(this.other.alias());
		assertThat(this.keyManager.chooseClientAlias(new String[] { "RSA", "EC" }, null, null))
			.isEqualTo(this.other.alias());
		assertThat(this.keyManager.getCertificateChain(this.other.alias())).isSameAs(this.other.sharedChain());
	}

	@Test
	void theContextOfAServerFollowsWhatIsServed() throws Exception {
		TlsHandshake server = new TlsHandshake(
				new ServerTls(this.keyManager, new NoClientCertificates(), SslOptions.NONE, null).createContext());
		assertThat(server.leaf("TLSv1.3", "www.shop.example")).isEqualTo(this.shop.leaf());
		ServerCertificate renewed = serve("shop", KeyType.EC_P256, "www.shop.example");
		assertThat(server.leaf("TLSv1.3", "www.shop.example")).isEqualTo(renewed.leaf());
	}

	@Test
	void keyAndChainAlwaysMatchWhileTheyAreSwapped() throws Exception {
		// A full index makes the swap last, and only a certificate that was not served
		// lately can be missed.
		for (int i = 0; i < 300; i++) {
			this.live.replace(TestSpecs.live("shop" + i, KeyType.EC_P256, this.shop, Standing.PRODUCTION));
		}
		List<LiveCertificate> certificates = IntStream.range(0, 400)
			.mapToObj((i) -> TestSpecs.live("last", KeyType.EC_P256, TestCertificates.of("last.example"),
					Standing.PRODUCTION))
			.toList();
		this.live.replace(certificates.get(0));
		this.live.setDefault("last");
		Map<X509Certificate, PrivateKey> keys = certificates.stream()
			.map(LiveCertificate::certificate)
			.collect(Collectors.toMap(ServerCertificate::leaf, ServerCertificate::privateKey));
		AtomicBoolean done = new AtomicBoolean();
		ExecutorService executor = Executors.newFixedThreadPool(3);
		List<Future<Integer>> handshakes = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			handshakes.add(executor.submit(() -> {
				int count = 0;
				for (; !done.get(); count++) {
					String alias = this.keyManager.chooseServerAlias("EC", null, null);
					X509Certificate[] chain = this.keyManager.getCertificateChain(alias);
					PrivateKey key = this.keyManager.getPrivateKey(alias);
					assertThat(key).isNotNull();
					assertThat(key).isSameAs(keys.get(chain[0]));
				}
				return count;
			}));
		}
		for (int i = 0; i < 3000; i++) {
			this.live.replace(certificates.get(i % certificates.size()));
		}
		done.set(true);
		for (Future<Integer> count : handshakes) {
			assertThat(count.get()).isPositive();
		}
		executor.shutdown();
	}

	private X509Certificate leafWithCipher(String cipher) throws Exception {
		return this.handshake.leaf("TLSv1.2", "www.shop.example",
				(parameters) -> parameters.setCipherSuites(new String[] { cipher }));
	}

	private ServerCertificate serve(String name, KeyType keyType, String... names) {
		ServerCertificate certificate = TestCertificates.of(keyType, names);
		this.live.replace(TestSpecs.live(name, keyType, certificate, Standing.PRODUCTION));
		return certificate;
	}

}
