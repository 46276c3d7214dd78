package dev.autohttps.certificate;

import java.time.Duration;
import java.time.Instant;

import dev.autohttps.certificate.WantedRecord.State;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WantedRecordTests {

	private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

	@Test
	void aRecordIsALineOfAZoneFile() {
		assertThat(record("ca.example; accounturi=x", null).line())
			.isEqualTo("_validation-persist.shop.example. IN TXT \"ca.example; accounturi=x\"");
	}

	@Test
	void aLongTextIsSeveralStrings() {
		assertThat(record("x".repeat(256), null).line()).endsWith(" TXT \"" + "x".repeat(255) + "\" \"x\"");
	}

	@Test
	void quotesAndBackslashesAreEscaped() {
		assertThat(record("a\"b\\c", null).line()).endsWith(" \"a\\\"b\\\\c\"");
	}

	@Test
	void oneThatCountsForEverIsPresent() {
		assertThat(record("x", null).asSeenAt(NOW, Instant.MAX).state()).isEqualTo(State.PRESENT);
	}

	@Test
	void oneThatSoonDoesNotCountIsExpiring() {
		WantedRecord record = record("x", NOW.plus(Duration.ofDays(30)));
		assertThat(record.asSeenAt(NOW, null).state()).isEqualTo(State.PRESENT);
		assertThat(record.asSeenAt(NOW.plusSeconds(1), null).state()).isEqualTo(State.EXPIRING);
		assertThat(record.asSeenAt(NOW, NOW.plus(Duration.ofDays(31))).state()).isEqualTo(State.EXPIRING);
		assertThat(record.asSeenAt(NOW.plus(Duration.ofDays(31)), null).state()).isEqualTo(State.EXPIRED);
	}

	@Test
	void oneThatIsMissingStaysSo() {
		WantedRecord missing = new WantedRecord("shop.example", "_validation-persist.shop.example", "x", State.MISSING,
				"", null, NOW, true);
		assertThat(missing.asSeenAt(NOW, NOW)).isEqualTo(missing);
	}

	private static WantedRecord record(String value, Instant until) {
		return new WantedRecord("shop.example", "_validation-persist.shop.example", value, State.PRESENT, "", until,
				NOW, true);
	}

}
