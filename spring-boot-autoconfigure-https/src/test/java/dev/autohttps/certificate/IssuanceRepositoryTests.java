package dev.autohttps.certificate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.autohttps.certificate.Issuance.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class IssuanceRepositoryTests {

	private static final CertificateSpec SPEC = TestSpecs.of("shop.example");

	private final TestStore store = new TestStore();

	private final List<String> warnings = new ArrayList<>();

	private final IssuanceRepository issuances = new IssuanceRepository(this.store, new TestClock(),
			this.warnings::add);

	@ParameterizedTest
	@EnumSource(names = { "EC_P256", "EC_P384", "RSA_2048" })
	void anIssuanceSurvivesTheRoundTrip(KeyType keyType) {
		CertificateSpec spec = TestSpecs.of("shop", keyType, "shop.example");
		Issuance begun = Issuance.begin(spec, TestClock.START)
			.with(Map.of("order", "https://ca.example/order/1", "since", "x=y"))
			.offering(List.of(new ChallengeAnswer("http-01", "shop.example", "token", "token.thumb"),
					new ChallengeAnswer("http-01", "www.shop.example", "token2", "token2.thumb")))
			.after(Step.ANSWERS_OFFERED, TestClock.START.plusMillis(1234));
		this.issuances.save("ca", begun);
		assertSame(this.issuances.find("ca", spec), begun);
	}

	@Test
	void anIssuedChainSurvivesTheRoundTrip() {
		Issuance begun = Issuance.begin(SPEC, TestClock.START);
		Issuance issued = begun
			.issued(TestCertificates.chain(begun.key().getPublic(), TestClock.START, TestClock.START, "shop.example"));
		this.issuances.save("ca", issued);
		assertSame(this.issuances.find("ca", SPEC), issued);
	}

	@Test
	void whatIsSavedReplacesWhatWasThereAndCanBeForgotten() {
		Issuance first = Issuance.begin(SPEC, TestClock.START);
		Issuance second = first.after(Step.ORDER_PLACED, TestClock.START);
		this.issuances.save("ca", first);
		this.issuances.save("ca", second);
		assertSame(this.issuances.find("ca", SPEC), second);
		assertThat(this.issuances.find("other-ca", SPEC)).isNull();
		this.issuances.delete("ca", SPEC);
		this.issuances.delete("ca", SPEC);
		assertThat(this.issuances.find("ca", SPEC)).isNull();
	}

	@Test
	void garbageIsNoIssuance() {
		this.issuances.save("ca", Issuance.begin(SPEC, TestClock.START));
		String key = this.store.list("issuances").get(0);
		String good = new String(this.store.load(key).content(), StandardCharsets.UTF_8);
		for (String bad : List.of("", "garbage", good.replace("KEY_MADE", "DANCED"), good.replace("2026", "MMXX"),
				good.replaceAll("key.private=.*", "key.private=AAAA"), good.replaceAll("key.public=.*", ""),
				good.replaceAll("key.public=.*", "key.public=***"), good.substring(0, good.length() / 2),
				good + "chain=-----BEGIN CERTIFICATE-----\\nAAAA\\n-----END CERTIFICATE-----\n")) {
			this.store.put(key, bad.getBytes(StandardCharsets.UTF_8));
			assertThat(this.issuances.find("ca", SPEC)).as(bad).isNull();
		}
		assertThat(this.warnings.get(0)).contains("cannot be used").contains("It was set aside as");
	}

	@Test
	void randomBytesAreNoIssuance() {
		this.issuances.save("ca", Issuance.begin(SPEC, TestClock.START));
		String key = this.store.list("issuances").get(0);
		Random random = new Random(42);
		for (int i = 0; i < 200; i++) {
			byte[] content = new byte[random.nextInt(500)];
			random.nextBytes(content);
			this.store.put(key, content);
			assertThat(this.issuances.find("ca", SPEC)).isNull();
		}
	}

	@Test
	void itsTextShowsNoSecret() {
		Issuance begun = Issuance.begin(SPEC, TestClock.START)
			.offering(List.of(new ChallengeAnswer("http-01", "shop.example", "token", "token.thumb")));
		assertThat(begun).hasToString("Issuance[shop (ec-p256) for shop.example, KEY_MADE]");
	}

	private static void assertSame(Issuance actual, Issuance expected) {
		assertThat(actual).usingRecursiveComparison().ignoringFields("key", "chain", "spec").isEqualTo(expected);
		assertThat(actual.spec()).isEqualTo(expected.spec());
		assertThat(actual.chain()).isEqualTo(expected.chain());
		assertThat(actual.key().getPrivate()).isEqualTo(expected.key().getPrivate());
		assertThat(actual.key().getPublic()).isEqualTo(expected.key().getPublic());
	}

}
