package dev.autohttps.actuate;

import java.time.Duration;
import java.util.List;

import dev.autohttps.certificate.AttemptRecord.Outcome;
import dev.autohttps.certificate.Failure;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.TestSpecs;
import dev.autohttps.renewal.AttemptListener.Purpose;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class AttemptMetersTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final AttemptMeters meters = new AttemptMeters(this.registry);

	@Test
	void anAttemptIsCountedOnceItEnds() {
		end(Outcome.UNDER_WAY, null);
		assertThat(this.registry.getMeters()).isEmpty();
		end(Outcome.OBTAINED, null);
		end(Outcome.OBTAINED, null);
		assertThat(counter().count()).isEqualTo(2);
		assertThat(counter().getId().getTags()).containsExactlyInAnyOrder(Tag.of("certificate", "shop"),
				Tag.of("key.type", "ec-p256"), Tag.of("outcome", "obtained"), Tag.of("kind", "none"),
				Tag.of("problem", "none"));
	}

	@ParameterizedTest
	@CsvSource({ "ACTION_REQUIRED, urn:ietf:params:acme:error:dns, action_required, dns",
			"RATE_LIMITED, urn:ietf:params:acme:error:rateLimited, rate_limited, rateLimited",
			"ACTION_REQUIRED, urn:ietf:params:acme:error:alreadyReplaced, action_required, alreadyReplaced",
			"ACTION_REQUIRED, urn:ietf:params:acme:error:invalidProfile, action_required, invalidProfile",
			"ACTION_REQUIRED, urn:ietf:params:acme:error:oneOfAThousand, action_required, other",
			"UNAVAILABLE, about:blank, unavailable, other", "UNAVAILABLE, https://ca.test/dns, unavailable, other",
			"UNAVAILABLE, , unavailable, none", "INTERNAL, , internal, none" })
	void aFailureIsCountedByWhatWillHelpAndByTheCasProblem(FailureKind kind, String type, String kindTag,
			String problemTag) {
		end(Outcome.FAILED, TestStatus.failure(1, kind, type));
		assertThat(counter().getId().getTags()).contains(Tag.of("outcome", "failed"), Tag.of("kind", kindTag),
				Tag.of("problem", problemTag));
	}

	@Test
	void requestsToACaAreTimedByWhatCameOfThem() {
		CaMeters requests = new CaMeters(this.registry);
		requests.record("https://ca.test/directory", "new_order", 201, Duration.ofMillis(20));
		requests.record("https://ca.test/directory", "new_order", 0, Duration.ofSeconds(30));
		assertThat(this.registry.get("https.ca.requests").timers())
			.extracting((timer) -> timer.getId().getTag("status"))
			.containsExactlyInAnyOrder("201", "IO_ERROR");
		assertThat(this.registry.get("https.ca.requests").tag("status", "201").timer().getId().getTags()).isEqualTo(List
			.of(Tag.of("ca", "https://ca.test/directory"), Tag.of("kind", "new_order"), Tag.of("status", "201")));
	}

	private Counter counter() {
		return this.registry.get("https.certificate.attempts").counter();
	}

	private void end(Outcome outcome, Failure failure) {
		this.meters.begun(TestSpecs.of("shop.example"), "https://ca.test/directory", Purpose.RENEW)
			.ended(outcome, failure);
	}

}
