package dev.autohttps.certificate;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CertificateIndexTests {

	private final LiveCertificate exact = live("exact", KeyType.EC_P256, Standing.PRODUCTION, "www.shop.example");

	private final LiveCertificate wildcard = live("wildcard", KeyType.EC_P256, Standing.PRODUCTION, "*.shop.example");

	private final LiveCertificate other = live("other", KeyType.EC_P256, Standing.PRODUCTION, "other.example",
			"192.0.2.1", "2001:db8::1");

	private final CertificateIndex index = CertificateIndex.EMPTY.with(this.other)
		.with(this.wildcard)
		.with(this.exact)
		.withDefault("other");

	@Test
	void nothingIsFoundInTheEmptyIndex() {
		assertThat(CertificateIndex.EMPTY.find("shop.example")).isEmpty();
		assertThat(CertificateIndex.EMPTY.find(null)).isEmpty();
		assertThat(CertificateIndex.EMPTY.withDefault("shop").find(null)).isEmpty();
		assertThat(CertificateIndex.EMPTY.all()).isEmpty();
	}

	@Test
	void theExactNameComesBeforeTheWildcardAndThatBeforeTheDefault() {
		assertThat(this.index.find("www.shop.example")).containsExactly(this.exact);
		assertThat(this.index.find("mail.shop.example")).containsExactly(this.wildcard);
		assertThat(this.index.find("shop.example")).containsExactly(this.other);
		assertThat(this.index.find("a.b.shop.example")).containsExactly(this.other);
		assertThat(this.index.find(null)).containsExactly(this.other);
	}

	@Test
	void onlyTheDefaultIsFoundWithoutAName() {
		assertThat(this.index.findExactly("nobody.example")).isEmpty();
		assertThat(this.index.findExactly("")).isEmpty();
		assertThat(this.index.findExactly(".example")).isEmpty();
		assertThat(this.index.findExactly("localhost")).isEmpty();
		assertThat(this.index.withDefault(null).find("nobody.example")).isEmpty();
		assertThat(this.index.withDefault("unknown").find(null)).isEmpty();
	}

	@Test
	void addressesAreFoundByTheirOneForm() {
		assertThat(this.index.findExactly("192.0.2.1")).containsExactly(this.other);
		assertThat(this.index.findExactly("2001:db8::1")).containsExactly(this.other);
		assertThat(this.index.findExactly("192.0.2.2")).isEmpty();
	}

	@Test
	void aNameWithOneKeyTypeIsNotMixedWithTheKeyTypesOfAnother() {
		LiveCertificate rsa = live("wildcard", KeyType.RSA_2048, Standing.PRODUCTION, "*.shop.example");
		CertificateIndex both = this.index.with(rsa);
		assertThat(both.find("www.shop.example")).containsExactly(this.exact);
		assertThat(both.find("mail.shop.example")).containsExactly(this.wildcard, rsa);
		assertThat(both.named("wildcard")).containsExactly(this.wildcard, rsa);
		assertThat(both.find(null)).containsExactly(this.other);
	}

	@Test
	void itIsFoundByAliasAndById() {
		assertThat(this.index.byAlias(this.exact.certificate().alias())).isEqualTo(this.exact);
		assertThat(this.index.byAlias("unknown")).isNull();
		assertThat(this.index.get(this.exact.id())).isEqualTo(this.exact);
		assertThat(this.index.get(new CertificateId("exact", KeyType.RSA_2048))).isNull();
		assertThat(this.index.all()).containsExactly(this.other, this.wildcard, this.exact);
	}

	@Test
	void aChangeMakesAnotherIndex() {
		LiveCertificate renewed = live("exact", KeyType.EC_P256, Standing.PRODUCTION, "www.shop.example");
		CertificateIndex changed = this.index.with(renewed);
		assertThat(changed.find("www.shop.example")).containsExactly(renewed);
		assertThat(changed.byAlias(this.exact.certificate().alias())).isNull();
		assertThat(this.index.find("www.shop.example")).containsExactly(this.exact);
		assertThat(changed.without(renewed.id()).find("www.shop.example")).containsExactly(this.wildcard);
	}

	@Test
	void aRealCertificateIsNeverHiddenByAPlaceholderOfAnotherKeyType() {
		LiveCertificate placeholder = live("shop", KeyType.RSA_2048, Standing.PLACEHOLDER, "shop.example");
		LiveCertificate real = live("shop", KeyType.EC_P256, Standing.PRODUCTION, "shop.example");
		CertificateIndex mixed = CertificateIndex.EMPTY.with(placeholder).with(real).withDefault("shop");
		assertThat(mixed.find("shop.example")).containsExactly(real);
		assertThat(mixed.find(null)).containsExactly(real);
		CertificateIndex waiting = CertificateIndex.EMPTY.with(placeholder).withDefault("shop");
		assertThat(waiting.find("shop.example")).containsExactly(placeholder);
	}

	private static LiveCertificate live(String name, KeyType keyType, Standing standing, String... names) {
		// A placeholder's key is EC, whatever was wanted.
		KeyType made = (standing == Standing.PLACEHOLDER) ? KeyType.EC_P256 : keyType;
		return TestSpecs.live(name, keyType, TestCertificates.of(made, names), standing);
	}

}
