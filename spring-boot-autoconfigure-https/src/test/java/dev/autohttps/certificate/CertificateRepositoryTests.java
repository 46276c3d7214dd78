package dev.autohttps.certificate;

import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CertificateRepositoryTests {

	private static final CertificateSpec SPEC = TestSpecs.of("shop.example");

	private final TestClock clock = new TestClock();

	private final TestStore store = new TestStore();

	private final List<String> warnings = new ArrayList<>();

	private final CertificateRepository certificates = new CertificateRepository(this.store, this.clock,
			this.warnings::add);

	private final ServerCertificate first = TestCertificates.of("shop.example");

	private final ServerCertificate second = TestCertificates.of("shop.example", "www.shop.example");

	@Test
	void nothingIsFoundWhereNothingIs() {
		assertThat(this.certificates.find("ca", SPEC)).isNull();
		assertThat(this.warnings).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(names = { "EC_P256", "RSA_2048" })
	void whatIsSavedIsFoundUnderItsIssuerAndKeyType(KeyType keyType) {
		CertificateSpec spec = TestSpecs.of("shop", keyType, "shop.example");
		ServerCertificate certificate = TestCertificates.of(keyType, "shop.example");
		this.certificates.save("ca", spec, certificate);
		assertThat(this.certificates.find("ca", spec)).isEqualTo(certificate);
		assertThat(this.certificates.find("staging", spec)).isNull();
		assertThat(this.certificates.find("ca", TestSpecs.of("shop", KeyType.EC_P384, "shop.example"))).isNull();
		assertThat(this.certificates.find("ca", TestSpecs.of("shop", keyType, "www.shop.example"))).isNull();
	}

	@Test
	void theNewestIsFoundAndThePreviousIsKept() {
		saveBoth();
		assertThat(this.certificates.find("ca", SPEC)).isEqualTo(this.second);
		assertThat(this.store.list("certificates")).hasSize(2)
			.anySatisfy((key) -> assertThat(content(key)).isEqualTo(this.first.toPem()));
	}

	@Test
	void whatIsAddedIsKeptOnlyWhereThereIsNone() {
		assertThat(this.certificates.add("ca", SPEC, this.first)).isTrue();
		assertThat(this.certificates.add("ca", SPEC, this.second)).isFalse();
		assertThat(this.certificates.find("ca", SPEC)).isEqualTo(this.first);
		assertThat(this.store.list("certificates")).hasSize(1);
	}

	@Test
	void savingTheSameTwiceKeepsThePrevious() {
		saveBoth();
		this.certificates.save("ca", SPEC, this.second);
		garble(key(), "");
		assertThat(this.certificates.find("ca", SPEC)).isEqualTo(this.first);
	}

	@Test
	void anEmptyEntryIsSetAsideAndThePreviousIsFound() {
		assertSetAside("", "no certificate", "0 private keys");
	}

	@Test
	void aTruncatedEntryIsSetAsideAndThePreviousIsFound() {
		String pem = this.second.toPem();
		assertSetAside(pem.substring(0, pem.length() - 100), "cut", "cannot be", "broken");
	}

	@Test
	void aMismatchedEntryIsSetAsideAndThePreviousIsFound() {
		PrivateKey other = KeyType.EC_P256.generate().getPrivate();
		assertSetAside(Pem.encode(other) + Pem.encode(this.second.chain()), "does not belong");
	}

	@Test
	void anEntryForAnotherNameIsSetAsideAndThePreviousIsFound() {
		assertSetAside(TestCertificates.of("other.example").toPem(), "it is not for shop.example");
	}

	@Test
	void binaryGarbageIsSetAsideAsItIs() {
		saveBoth();
		byte[] garbage = { 0, -1, 127, -128, 10 };
		this.store.put(key(), garbage);
		assertThat(this.certificates.find("ca", SPEC)).isEqualTo(this.first);
		assertThat(this.store.load(aside()).content()).isEqualTo(garbage);
	}

	@Test
	void nothingIsFoundIfBothAreGarbledAndBothAreKept() {
		saveBoth();
		this.store.list("certificates").forEach((key) -> garble(key, "garbage"));
		assertThat(this.certificates.find("ca", SPEC)).isNull();
		assertThat(this.warnings).hasSize(2);
		assertThat(this.store.list("set-aside")).hasSize(2);
		assertThat(this.store.list("certificates")).isEmpty();
	}

	@Test
	void whatCannotBeSetAsideIsToldAndPassedOver() {
		saveBoth();
		garble(key(), "garbage");
		this.store.breakOn((operation) -> operation.startsWith("save "));
		assertThat(this.certificates.find("ca", SPEC)).isEqualTo(this.first);
		assertThat(this.warnings).singleElement().asString().contains("could not be set aside");
		assertThat(content(key())).isEqualTo("garbage");
	}

	@Test
	void anExpiredCertificateIsFound() {
		this.certificates.save("ca", SPEC, this.first);
		this.clock.set(this.first.notAfter().plusSeconds(1));
		assertThat(this.certificates.find("ca", SPEC)).isEqualTo(this.first);
	}

	@Test
	void aFailedSaveLeavesTheFormer() {
		saveBoth();
		this.store.breakOn((operation) -> operation.startsWith("save ") && operation.endsWith("/ec-p256.pem"));
		assertThatExceptionOfType(StoreException.class)
			.isThrownBy(() -> this.certificates.save("ca", SPEC, TestCertificates.of("shop.example")));
		this.store.mend();
		assertThat(this.certificates.find("ca", SPEC)).isEqualTo(this.second);
	}

	private void assertSetAside(String garbage, String... oneOfTheReasons) {
		saveBoth();
		garble(key(), garbage);
		assertThat(this.certificates.find("ca", SPEC)).isEqualTo(this.first);
		assertThat(this.warnings).singleElement()
			.asString()
			.startsWith(this.store.describe(key()) + " cannot be used: ")
			.contains("set aside as " + this.store.describe(aside()))
			.containsAnyOf(oneOfTheReasons);
		assertThat(content(aside())).isEqualTo(garbage);
		assertThat(this.store.load(key())).isNull();
	}

	private void saveBoth() {
		this.certificates.save("ca", SPEC, this.first);
		this.certificates.save("ca", SPEC, this.second);
	}

	private void garble(String key, String content) {
		this.store.put(key, content.getBytes(StandardCharsets.US_ASCII));
	}

	private String key() {
		return StoreKeys.of("certificates", "ca", SPEC) + ".pem";
	}

	private String aside() {
		return this.store.list("set-aside").get(0);
	}

	private String content(String key) {
		return new String(this.store.load(key).content(), StandardCharsets.US_ASCII);
	}

}
