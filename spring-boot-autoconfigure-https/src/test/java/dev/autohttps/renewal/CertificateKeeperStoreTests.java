package dev.autohttps.renewal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Predicate;

import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.TestClock;
import dev.autohttps.certificate.TestStore;
import dev.autohttps.store.file.FileStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CertificateKeeperStoreTests {

	private final TestClock clock = new TestClock();

	private final TestIssuer issuer = new TestIssuer(this.clock);

	private final TestStore store = new TestStore();

	@ParameterizedTest
	@ValueSource(strings = { "save probe/", "load probe/", "delete probe/", "save issuances/", "lease ",
			"load certificates/", "load issuances/", "load failures/", "save " })
	void theCaIsNotAskedWhileTheStoreDoesNotWork(String broken) {
		KeeperFixture one = KeeperFixture.start(this.store, this.issuer, this.clock);
		this.store.breakOn((operation) -> operation.startsWith(broken));
		Instant next = one.run();
		for (int i = 0; i < 5; i++) {
			next = one.runAt(next);
		}
		assertThat(this.issuer.asked).isEmpty();
		assertThat(one.status().failure().kind()).isEqualTo(FailureKind.STORE);
		assertThat(one.status().failure().count()).isEqualTo(6);
		this.store.mend();
		one.runAt(next);
		assertThat(one.isServingARealOne()).isTrue();
		assertThat(this.issuer.orders()).isOne();
	}

	@Test
	void theCaIsNotAskedWhileThereIsNoDirectory(@TempDir Path directory) throws IOException {
		Path file = directory.resolve("store");
		KeeperFixture one = KeeperFixture.start(new FileStore(file), this.issuer, this.clock);
		Files.createFile(file);
		Instant next = one.run();
		assertThat(this.issuer.asked).isEmpty();
		assertThat(one.status().failure().message()).contains(file.toString());
		Files.delete(file);
		one.runAt(next);
		assertThat(one.isServingARealOne()).isTrue();
	}

	@Test
	void aCertificateThatCannotBeStoredIsNotServedAndNotLost() {
		assertRecovers((operation) -> operation.startsWith("save certificates/"));
	}

	@Test
	void aStepThatCannotBeStoredIsNotLost() {
		assertRecovers((operation) -> operation.startsWith("save "));
	}

	@Test
	void aStoreThatIsGoneAltogetherLosesNothing() {
		assertRecovers((operation) -> true);
	}

	@Test
	void whatWasIssuedButNotStoredIsStoredByTheNextProcess() {
		KeeperFixture first = KeeperFixture.start(this.store, this.issuer, this.clock);
		this.store.breakOn((operation) -> operation.startsWith("save certificates/"));
		Instant next = first.run();
		first.keeper.release();
		this.clock.set(next);
		KeeperFixture second = KeeperFixture.start(this.store.another(), this.issuer, this.clock);
		second.run();
		assertThat(second.isServingARealOne()).isTrue();
		assertThat(this.issuer.orders()).isOne();
		assertThat(this.issuer.asked).hasSize(5);
	}

	@Test
	void aFailureThatCannotBeNotedDownIsRespectedAllTheSame() {
		KeeperFixture one = KeeperFixture.start(this.store,
				this.issuer.thenGoOn(1).thenFail(FailureKind.ACTION_REQUIRED, true), this.clock);
		one.keeper.tend();
		this.store.breakOn((operation) -> operation.startsWith("save failures/"));
		Instant next = one.run();
		assertThat(one.run()).isEqualTo(next);
		assertThat(this.issuer.asked).hasSize(2);
	}

	/**
	 * Break the store when the CA has issued, and mend it after many attempts.
	 */
	private void assertRecovers(Predicate<String> broken) {
		KeeperFixture one = KeeperFixture.start(this.store, this.issuer.thenGoOn(4), this.clock);
		this.issuer.then((issuance) -> {
			this.store.breakOn(broken);
			return this.issuer.issue(issuance);
		});
		Instant next = one.run();
		for (int i = 0; i < 10; i++) {
			next = one.runAt(next);
		}
		assertThat(one.isServingARealOne()).isFalse();
		assertThat(one.events).isNotEmpty().allMatch(CertificateFailed.class::isInstance);
		assertThat(one.status().failure().kind()).isEqualTo(FailureKind.STORE);
		assertThat(this.issuer.asked).hasSize(5);
		this.store.mend();
		one.runAt(next);
		assertThat(one.isServingARealOne()).isTrue();
		assertThat(one.stored()).isEqualTo(one.served().certificate());
		assertThat(this.issuer.asked).hasSize(5);
	}

}
