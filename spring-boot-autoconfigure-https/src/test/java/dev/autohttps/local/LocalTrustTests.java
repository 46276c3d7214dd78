package dev.autohttps.local;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

import dev.autohttps.certificate.Domains;
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.Pem;
import dev.autohttps.certificate.StoreException;
import dev.autohttps.certificate.TestCertificates;
import dev.autohttps.certificate.TestSpecs;
import dev.autohttps.certificate.TestStore;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class LocalTrustTests {

	private final TestStore store = new TestStore();

	private final LocalTrust trust = new LocalTrust(() -> this.store);

	@Test
	void toAskMakesNoRoot() {
		assertThat(this.trust.get()).isEmpty();
		assertThat(this.store.list("")).isEmpty();
	}

	@Test
	void theRootThatSignsNowIsTrusted() throws Exception {
		issue("localhost").verify(this.trust.get().get(0).getPublicKey());
		this.store.put(LocalTrust.KEY,
				Pem.encode(List.of(TestCertificates.root())).getBytes(StandardCharsets.US_ASCII));
		assertThat(this.trust.get()).containsExactly(TestCertificates.root());
	}

	@Test
	void aGarbledRootIsNotTrusted() throws Exception {
		this.store.put(LocalTrust.KEY,
				"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----".getBytes(StandardCharsets.US_ASCII));
		assertThat(this.trust.get()).isEmpty();
	}

	@Test
	void aStoreThatFailsIsNoRootAndNoFailureOfTheHandshake() {
		LocalTrust failing = new LocalTrust(() -> {
			throw new StoreException("the disk is gone");
		});
		assertThat(failing.get()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "*.shop.test", "127.0.0.1", "::1", "192.168.3.4" })
	void itMayVouchForLocalNames(String name) throws Exception {
		assertThat(this.trust.test(issue(name))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "bank.com", "localhost.com", "8.8.8.8", "localhost,bank.com" })
	void itMayVouchForNothingElse(String names) {
		assertThat(this.trust.test(TestCertificates.of(names.split(",")).leaf())).isFalse();
	}

	/**
	 * The JDK takes a common name for the name of a host where there is no DNS name.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "CN=bank.com", "CN=localhost", "O=Bank, CN=bank.com+OU=Web" })
	void itMayNotVouchForACommonNameBesideAnAddress(String subject) throws Exception {
		Instant now = Instant.now();
		KeyPair key = KeyType.EC_P256.generate();
		X509 certificate = new X509(new X500Name("CN=mkcert"), new X500Name(subject), key.getPublic(), now,
				now.plusSeconds(60))
			.with(Extension.subjectAlternativeName, false, X509.names(Domains.of(List.of("127.0.0.1"))));
		assertThat(this.trust.test(certificate.sign(key.getPrivate()))).isFalse();
	}

	@Test
	void itMayNotVouchForWhatHasNoName() {
		assertThat(this.trust.test(TestCertificates.root())).isFalse();
	}

	private X509Certificate issue(String... names) throws Exception {
		return new LocalCertificateIssuer(this.store, null, Duration.ofDays(1), InstantSource.system())
			.advance(Issuance.begin(TestSpecs.of(names), Instant.now()))
			.chain()
			.get(0);
	}

}
