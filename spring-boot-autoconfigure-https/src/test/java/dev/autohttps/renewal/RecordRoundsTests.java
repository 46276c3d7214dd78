package dev.autohttps.renewal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.certificate.OfferedAnswers;
import dev.autohttps.certificate.Preflight;
import dev.autohttps.certificate.StoreException;
import dev.autohttps.certificate.TestClock;
import dev.autohttps.certificate.TestSpecs;
import dev.autohttps.certificate.TestStore;
import dev.autohttps.certificate.WantedRecord;
import dev.autohttps.certificate.WantedRecord.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class RecordRoundsTests {

	private final TestClock clock = new TestClock();

	private final CertificateSpec shop = TestSpecs.of("shop.example");

	private final Looked issuer = new Looked(this.clock);

	private final CertificateKeepers keepers = new CertificateKeepers(
			Map.of(this.shop, List.of(IssuerChoice.of(this.issuer))), new TestStore(), new LiveCertificates(this.clock),
			new OfferedAnswers(), new RenewalPolicy(null), Preflight.NONE, KeeperFixture::placeholder, this.clock,
			(event) -> {
			}, AttemptListener.NONE);

	private final RecordRounds rounds = new RecordRounds(this.keepers, this.clock);

	@Test
	void aRecordThatIsGoneIsTold(CapturedOutput output) {
		this.issuer.state = State.MISSING;
		obtain();
		this.rounds.look();
		assertThat(output)
			.containsOnlyOnce("for shop.example cannot be renewed without a DNS record that somebody must "
					+ "create: _validation-persist.shop.example. IN TXT \"ca.example\" (as it was seen). The next renewal is "
					+ "at ");
	}

	@Test
	void oneThatDoesNotCountWhenItIsNeededNextIsTold(CapturedOutput output) {
		this.issuer.until = this.clock.instant().plus(Duration.ofDays(40));
		obtain();
		this.rounds.look();
		assertThat(output)
			.containsOnlyOnce("relies on a DNS record that does not count any more from " + this.issuer.until);
	}

	@Test
	void oneThatCountsUntilThenIsNot(CapturedOutput output) {
		this.issuer.until = this.clock.instant().plus(Duration.ofDays(80));
		obtain();
		this.rounds.look();
		assertThat(output).doesNotContain("DNS record");
	}

	@Test
	void oneThatIsNotReliedOnIsNot(CapturedOutput output) {
		this.issuer.state = State.MISSING;
		this.issuer.required = false;
		obtain();
		this.rounds.look();
		assertThat(output).doesNotContain("DNS record");
	}

	@Test
	void beforeThereIsACertificateItsFailureTellsAll(CapturedOutput output) {
		this.issuer.state = State.MISSING;
		this.rounds.look();
		assertThat(this.issuer.looks).isOne();
		assertThat(output).doesNotContain("DNS record");
	}

	@Test
	void itIsLookedAtOnceADay() {
		this.rounds.look();
		this.clock.advance(Duration.ofHours(23));
		this.rounds.look();
		assertThat(this.issuer.looks).isOne();
		this.clock.advance(Duration.ofHours(1));
		this.rounds.look();
		assertThat(this.issuer.looks).isEqualTo(2);
	}

	@Test
	void whatIsWrongIsToldOnceADay(CapturedOutput output) {
		this.issuer.state = State.MISSING;
		this.issuer.unknown = true;
		obtain();
		for (int i = 0; i < 3; i++) {
			this.rounds.look();
			this.clock.advance(Duration.ofMinutes(10));
		}
		assertThat(this.issuer.looks).isEqualTo(3);
		assertThat(output).containsOnlyOnce("cannot be renewed without a DNS record");
		this.clock.advance(Duration.ofDays(1));
		this.rounds.look();
		assertThat(output.toString().split("cannot be renewed without a DNS record", -1)).hasSize(3);
	}

	@Test
	void aClockThatIsSetBackKeepsNobodyFromLooking() {
		this.rounds.look();
		this.clock.advance(Duration.ofDays(-30));
		this.rounds.look();
		assertThat(this.issuer.looks).isEqualTo(2);
	}

	@Test
	void whatCouldNotBeToldIsLookedAtAgainSoon() {
		this.issuer.state = State.UNKNOWN;
		this.rounds.look();
		this.issuer.broken = true;
		this.clock.advance(Duration.ofMinutes(10));
		this.rounds.look();
		this.clock.advance(Duration.ofMinutes(10));
		this.rounds.look();
		assertThat(this.issuer.looks).isEqualTo(3);
	}

	@Test
	void nothingIsLookedAtForOneThatNeedsNone() {
		this.issuer.wanted = false;
		this.rounds.look();
		assertThat(this.issuer.looks).isZero();
	}

	private void obtain() {
		for (CertificateKeeper keeper : this.keepers) {
			for (int i = 0; i < 20 && keeper.status().state() != CertificateState.VALID; i++) {
				keeper.tend();
			}
			assertThat(keeper.status().state()).isEqualTo(CertificateState.VALID);
		}
	}

	/**
	 * One whose record is as a test says.
	 */
	private static final class Looked extends TestIssuer {

		private final TestClock clock;

		private State state = State.PRESENT;

		private Instant until;

		private boolean required = true;

		private boolean wanted = true;

		private boolean broken;

		private boolean unknown;

		private int looks;

		Looked(TestClock clock) {
			super(clock);
			this.clock = clock;
		}

		@Override
		public boolean wantsRecords(CertificateSpec spec) {
			return this.wanted;
		}

		@Override
		public List<WantedRecord> lookAtRecords(CertificateSpec spec) {
			this.looks++;
			if (this.broken) {
				throw new StoreException("broken on purpose");
			}
			List<WantedRecord> records = new ArrayList<>();
			records.add(record("shop.example", this.state));
			if (this.unknown) {
				records.add(record("www.shop.example", State.UNKNOWN));
			}
			return records;
		}

		private WantedRecord record(String name, State state) {
			return new WantedRecord(name, "_validation-persist." + name, "ca.example", state, "as it was seen",
					this.until, this.clock.instant(), this.required);
		}

	}

}
