package dev.autohttps.certificate;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class FailureRepositoryTests {

	private static final CertificateSpec SPEC = TestSpecs.of("shop.example");

	private final TestStore store = new TestStore();

	private final FailureRepository failures = new FailureRepository(this.store);

	@ParameterizedTest
	@EnumSource
	void aFailureSurvivesTheRoundTrip(FailureKind kind) {
		Failure failure = failure(3, kind, null);
		this.failures.save("ca", SPEC, failure);
		assertThat(this.failures.find("ca", SPEC)).isEqualTo(failure);
		assertThat(this.failures.find("other-ca", SPEC)).isNull();
	}

	@Test
	void aProblemSurvivesTheRoundTripWithItsParts() {
		Problem inner = new Problem("urn:ietf:params:acme:error:dns", null, "www.shop.example", List.of());
		Problem middle = new Problem("urn:ietf:params:acme:error:caa", "no\nway = \\", null, List.of(inner, inner));
		Problem outer = new Problem("urn:ietf:params:acme:error:compound", "", null, List.of(middle, inner));
		Failure failure = failure(1, FailureKind.ACTION_REQUIRED, outer);
		this.failures.save("ca", SPEC, failure);
		assertThat(this.failures.find("ca", SPEC)).isEqualTo(failure);
	}

	@Test
	void aFailureReplacesTheOneBeforeAndCanBeForgotten() {
		this.failures.save("ca", SPEC,
				failure(1, FailureKind.ACTION_REQUIRED, new Problem("urn:x", null, null, List.of())));
		Failure second = failure(2, FailureKind.UNAVAILABLE, null);
		this.failures.save("ca", SPEC, second);
		assertThat(this.failures.find("ca", SPEC)).isEqualTo(second);
		this.failures.delete("ca", SPEC);
		this.failures.delete("ca", SPEC);
		assertThat(this.failures.find("ca", SPEC)).isNull();
	}

	@Test
	void garbageIsNoFailure() {
		this.failures.save("ca", SPEC, failure(7, FailureKind.INTERNAL, null));
		String key = this.store.list("failures").get(0);
		String good = new String(this.store.load(key).content(), StandardCharsets.UTF_8);
		for (String bad : List.of("", "garbage", "\\u", good.replace("INTERNAL", "INFERNAL"),
				good.replace("count=7", "count=many"), good.replace("count=7", "count=0"),
				good.replace("count=7", "count=-1"), good.replaceAll("retry-at=.*", "retry-at=soon"),
				good.replaceAll("(?m)^at=.*", ""))) {
			this.store.put(key, bad.getBytes(StandardCharsets.UTF_8));
			assertThat(this.failures.find("ca", SPEC)).as(bad).isNull();
		}
	}

	private static Failure failure(int count, FailureKind kind, Problem problem) {
		return new Failure(count, kind, "it did not\nwork: ü", TestClock.START,
				TestClock.START.plus(Duration.ofMinutes(1)), "configuration|x", problem);
	}

}
