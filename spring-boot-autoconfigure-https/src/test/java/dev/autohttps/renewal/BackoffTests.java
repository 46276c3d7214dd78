package dev.autohttps.renewal;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;

import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.TestClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class BackoffTests {

	private static final Instant NOW = TestClock.START;

	private final Backoff backoff = new Backoff(new Random(42));

	@ParameterizedTest
	@CsvSource({ "ACTION_REQUIRED, 1, PT1M", "ACTION_REQUIRED, 2, PT10M", "ACTION_REQUIRED, 3, PT100M",
			"ACTION_REQUIRED, 4, PT24H", "ACTION_REQUIRED, 1000, PT24H", "INTERNAL, 1, PT1M", "INTERNAL, 9, PT24H",
			"TERMS, 1, PT24H", "TERMS, 5, PT24H", "RATE_LIMITED, 1, PT1H", "RATE_LIMITED, 2, PT3H",
			"RATE_LIMITED, 3, PT6H", "RATE_LIMITED, 4, PT24H", "UNAVAILABLE, 1, PT2S", "UNAVAILABLE, 2, PT4S",
			"UNAVAILABLE, 10, PT1024S", "UNAVAILABLE, 12, PT1H", "UNAVAILABLE, 2147483647, PT1H", "STORE, 1, PT2S",
			"STORE, 3, PT8S", "STORE, 64, PT1H" })
	void thePauseSuitsWhatWillHelp(FailureKind kind, int count, Duration pause) {
		for (int i = 0; i < 50; i++) {
			Duration actual = Duration.between(NOW, this.backoff.next(kind, count, NOW, null));
			assertThat(actual).isBetween(pause, pause.plus(pause.dividedBy(5)));
		}
	}

	@ParameterizedTest
	@EnumSource
	void itIsNeverBeforeTheCaWantsIt(FailureKind kind) {
		for (int count = 1; count < 8; count++) {
			for (Duration wanted : new Duration[] { Duration.ofSeconds(1), Duration.ofHours(5), Duration.ofDays(7) }) {
				Instant retryAfter = NOW.plus(wanted);
				assertThat(this.backoff.next(kind, count, NOW, retryAfter)).isAfterOrEqualTo(retryAfter);
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "1, PT1M", "2, PT5M", "4, PT30M", "5, PT1H", "99, PT1H" })
	void aRateLimitEndsSoonAfterTheCaSaidAndThoseWhoWaitForItSpreadOut(int count, Duration queue) {
		Instant retryAfter = NOW.plus(Duration.ofHours(5));
		Instant soon = NOW.plusSeconds(1);
		for (int i = 0; i < 50; i++) {
			assertThat(this.backoff.next(FailureKind.RATE_LIMITED, count, NOW, retryAfter)).isBetween(retryAfter,
					retryAfter.plus(queue));
			assertThat(this.backoff.next(FailureKind.RATE_LIMITED, count, NOW, soon)).isBetween(NOW.plus(queue),
					NOW.plus(queue.multipliedBy(6).dividedBy(5)));
		}
	}

	@Test
	void aRetryAfterThatIsOverChangesNothing() {
		Instant next = this.backoff.next(FailureKind.RATE_LIMITED, 1, NOW, NOW.minusSeconds(60));
		assertThat(next).isBetween(NOW.plusSeconds(60), NOW.plusSeconds(72));
	}

	@Test
	void thoseWhoFailTogetherTryAgainApart() {
		assertThat(this.backoff.next(FailureKind.UNAVAILABLE, 5, NOW, null))
			.isNotEqualTo(this.backoff.next(FailureKind.UNAVAILABLE, 5, NOW, null));
		Instant retryAfter = NOW.plus(Duration.ofHours(5));
		assertThat(this.backoff.next(FailureKind.RATE_LIMITED, 1, NOW, retryAfter))
			.isNotEqualTo(this.backoff.next(FailureKind.RATE_LIMITED, 1, NOW, retryAfter));
	}

	@Test
	void aCaThatNeverWantsToBeAskedAgainIsMistaken() {
		Instant next = this.backoff.next(FailureKind.RATE_LIMITED, 1, NOW, NOW.plus(Duration.ofDays(10_000)));
		assertThat(next).isEqualTo(NOW.plus(Duration.ofDays(8)));
	}

	@ParameterizedTest
	@EnumSource
	void noPauseIsLongerThanThereIsTimeFor(FailureKind kind) {
		Duration longest = Duration.ofMinutes(10);
		assertThat(this.backoff.next(kind, 8, NOW, null, longest)).isBeforeOrEqualTo(NOW.plus(Duration.ofMinutes(12)));
		assertThat(this.backoff.next(kind, 8, NOW, NOW.plus(Duration.ofHours(5)), longest))
			.isAfterOrEqualTo(NOW.plus(Duration.ofHours(5)));
	}

}
