package dev.autohttps.renewal;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.autohttps.certificate.AttemptRecord;
import dev.autohttps.certificate.AttemptRecord.Outcome;
import dev.autohttps.certificate.AttemptRepository;
import dev.autohttps.certificate.InvalidCertificateException;
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.Issuance.Step;
import dev.autohttps.certificate.IssuanceRepository;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.StoreException;
import dev.autohttps.certificate.TestClock;
import dev.autohttps.certificate.TestStore;
import dev.autohttps.renewal.FailingStore.Trouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Over a first issuance and a renewal each operation of the store fails in turn, once or
 * for hours, or is the last one of its process.
 */
@Tag("bench")
class CertificateKeeperStoreFaultTests {

	/**
	 * Short, so that the CA is not often asked for advice.
	 */
	private static final Duration LIFETIME = Duration.ofDays(6);

	/**
	 * After the renewal, also one that is late by the hours, and before the next.
	 */
	private static final Instant END = TestClock.START.plus(Duration.ofHours(84));

	private static final Duration HOURS = Duration.ofHours(4);

	private static final int MOST_STEPS = 200;

	private Level level;

	@BeforeEach
	void keepTheLogQuiet() {
		this.level = log().getLevel();
		log().setLevel(Level.ERROR);
	}

	@AfterEach
	void logAsBefore() {
		log().setLevel(this.level);
	}

	@ParameterizedTest
	@EnumSource
	void nothingIsLostAndNothingIsOrderedTwice(Way way) {
		forEachOperation(way.lasts() ? 3 : 1, (number) -> {
			Run run = new Run();
			run.go(way.at(number, run.clock));
			assertThat(run.issuer.orders()).isEqualTo(2);
			assertThat(run.storedKeys()).containsExactlyInAnyOrderElementsOf(run.issuer.keys());
			assertThat(run.process.events).filteredOn((event) -> !(event instanceof CertificateFailed))
				.hasExactlyElementsOfTypes(CertificateIssued.class, CertificateRenewed.class);
			run.assertTidy();
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aProcessThatEndsThereLosesAtMostAnOrderThatItNeverHeardOf(boolean done) {
		forEachOperation(1, (number) -> {
			Run run = new Run();
			run.go(new Trouble() {

				@Override
				public void before(int one, String operation) {
					if (one == number && !done) {
						throw new Killed();
					}
				}

				@Override
				public void after(int one, String operation) {
					if (one == number && done) {
						throw new Killed();
					}
				}

			});
			assertThat(run.issuer.orders()).isEqualTo(run.unheardOf ? 3 : 2);
			assertThat(run.storedKeys()).containsExactlyInAnyOrderElementsOf(run.certifiedKeys());
			run.assertNothingIsInTheWay();
		});
	}

	private static void forEachOperation(int distance, Consumer<Integer> check) {
		Run healthy = new Run();
		healthy.go(new Trouble() {
		});
		List<String> operations = healthy.store.operations;
		assertThat(operations).hasSizeBetween(50, 200);
		List<String> found = IntStream.rangeClosed(1, operations.size())
			.filter((number) -> number % distance == 0)
			.parallel()
			.mapToObj((number) -> {
				try {
					check.accept(number);
					return null;
				}
				catch (AssertionError ex) {
					return "operation " + number + ", " + operations.get(number - 1) + ": " + ex.getMessage();
				}
			})
			.filter(Objects::nonNull)
			.toList();
		assertThat(found).isEmpty();
	}

	private static Logger log() {
		return (Logger) LoggerFactory.getLogger("dev.autohttps.renewal");
	}

	/**
	 * How the store fails.
	 */
	enum Way {

		ONCE,

		/**
		 * As a disk or a connection that breaks when all is done.
		 */
		ONCE_BUT_IT_WAS_DONE,

		FOR_HOURS,

		/**
		 * As a full disk.
		 */
		SAVES_FOR_HOURS,

		/**
		 * As files of another user.
		 */
		LOADS_FOR_HOURS;

		/**
		 * What lasts need not begin at each operation.
		 */
		boolean lasts() {
			return this != ONCE && this != ONCE_BUT_IT_WAS_DONE;
		}

		Trouble at(int number, TestClock clock) {
			return switch (this) {
				case ONCE -> new Trouble() {

					@Override
					public void before(int one, String operation) {
						fail(one == number, operation);
					}

				};
				case ONCE_BUT_IT_WAS_DONE -> new Trouble() {

					@Override
					public void after(int one, String operation) {
						fail(one == number, operation);
					}

				};
				case FOR_HOURS -> forHours(number, clock, (operation) -> true);
				case SAVES_FOR_HOURS -> forHours(number, clock, (operation) -> operation.startsWith("save "));
				case LOADS_FOR_HOURS -> forHours(number, clock, (operation) -> operation.startsWith("load "));
			};
		}

		private static Trouble forHours(int number, TestClock clock, Predicate<String> broken) {
			return new Trouble() {

				private Instant begun;

				@Override
				public void before(int one, String operation) {
					if (one == number) {
						this.begun = clock.instant();
					}
					fail(this.begun != null && clock.instant().isBefore(this.begun.plus(HOURS))
							&& broken.test(operation), operation);
				}

			};
		}

		private static void fail(boolean really, String operation) {
			if (really) {
				throw new StoreException("Cannot " + operation + ": the test says so");
			}
		}

	}

	/**
	 * The end of a process, of which nothing in it learns.
	 */
	private static final class Killed extends Error {

	}

	/**
	 * A certificate over some days: obtained, and renewed once.
	 */
	private static final class Run {

		final TestClock clock = new TestClock();

		final TestIssuer issuer = new TestIssuer(this.clock);

		final TestStore content = new TestStore();

		FailingStore store;

		KeeperFixture process;

		/**
		 * Whether the CA did something that is known to no one.
		 */
		boolean unheardOf;

		void go(Trouble trouble) {
			this.store = new FailingStore(this.content, trouble);
			this.process = new KeeperFixture(this.store, this.issuer, this.clock);
			this.issuer.lifetime = LIFETIME;
			try {
				start();
				keep();
			}
			catch (Killed ex) {
				this.process.keeper.release();
				this.process = new KeeperFixture(this.content.another(), this.issuer, this.clock);
				this.unheardOf = isOrderUnheardOf();
				start();
				keep();
			}
		}

		/**
		 * An application that cannot read its store does not start, and is started again.
		 */
		private void start() {
			while (true) {
				try {
					this.process.load();
					return;
				}
				catch (StoreException ex) {
					this.clock.advance(Duration.ofMinutes(10));
				}
			}
		}

		private void keep() {
			for (int steps = 0;; steps++) {
				assertThat(steps).as("steps without an end").isLessThan(MOST_STEPS);
				Instant next = this.process.keeper.tend();
				if (this.process.isServingARealOne()) {
					assertThat(isStored(this.process.served().certificate())).as("stored before it is served").isTrue();
				}
				if (!next.isBefore(END)) {
					return;
				}
				if (next.isAfter(this.clock.instant())) {
					this.clock.set(next);
				}
			}
		}

		private IssuanceRepository issuances() {
			return new IssuanceRepository(this.content, this.clock, (warning) -> {
			});
		}

		private boolean isOrderUnheardOf() {
			Issuance begun = issuances().find(this.issuer.id(), this.process.spec);
			return begun != null && begun.step() == Step.KEY_MADE
					&& this.issuer.keys().contains(begun.key().getPublic());
		}

		private List<ServerCertificate> stored() {
			return this.content.list("certificates").stream().map(this::parsed).toList();
		}

		private boolean isStored(ServerCertificate certificate) {
			return this.content.list("certificates").stream().map(this::text).anyMatch(certificate.toPem()::equals);
		}

		private String text(String key) {
			return new String(this.content.load(key).content(), StandardCharsets.US_ASCII);
		}

		private ServerCertificate parsed(String key) {
			try {
				return ServerCertificate.parse(text(key));
			}
			catch (InvalidCertificateException ex) {
				throw new AssertionError(key + " is garbled", ex);
			}
		}

		List<PublicKey> storedKeys() {
			return stored().stream().map((certificate) -> certificate.leaf().getPublicKey()).toList();
		}

		Set<PublicKey> certifiedKeys() {
			return this.issuer.asked.stream()
				.filter((issuance) -> issuance.step() == Step.FINALIZED)
				.map((issuance) -> issuance.key().getPublic())
				.collect(Collectors.toSet());
		}

		private List<AttemptRecord> attempts() {
			return new AttemptRepository(this.content).find(this.issuer.id(), this.process.spec);
		}

		/**
		 * What is left over by a process that could not tidy up is seen to be that.
		 */
		void assertNothingIsInTheWay() {
			Issuance left = issuances().find(this.issuer.id(), this.process.spec);
			if (left != null) {
				assertThat(left.chain()).contains(this.process.served().certificate().leaf());
			}
			assertThat(this.content.list("set-aside")).isEmpty();
			assertThat(this.content.list("failures")).isEmpty();
			assertThat(this.content.list("probe")).hasSizeLessThanOrEqualTo(1);
		}

		void assertTidy() {
			assertNothingIsInTheWay();
			assertThat(this.content.list("issuances")).isEmpty();
			assertThat(this.process.offered()).isEmpty();
			assertThat(attempts()).extracting(AttemptRecord::outcome)
				.doesNotContain(Outcome.UNDER_WAY)
				.filteredOn(Outcome.OBTAINED::equals)
				.hasSize(2);
		}

	}

}
