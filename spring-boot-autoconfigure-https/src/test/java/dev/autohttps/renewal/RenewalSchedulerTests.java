package dev.autohttps.renewal;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import dev.autohttps.OwnThreads;
import dev.autohttps.certificate.Preflight;
import dev.autohttps.certificate.CertificateIssuer;
import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.Issuance.Step;
import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.certificate.OfferedAnswers;
import dev.autohttps.certificate.StoreKeys;
import dev.autohttps.certificate.TestClock;
import dev.autohttps.certificate.TestSpecs;
import dev.autohttps.certificate.TestStore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(120)
@ExtendWith(OwnThreads.class)
class RenewalSchedulerTests {

	private static final int PATIENCE_IN_SECONDS = 40;

	private final TestClock clock = new TestClock();

	private final TestStore store = new TestStore();

	private final Map<CertificateSpec, List<IssuerChoice>> wanted = new LinkedHashMap<>();

	private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

	private final CertificateSpec shop = TestSpecs.of("shop.example");

	private final TestIssuer issuer = new TestIssuer(this.clock);

	private RenewalScheduler scheduler;

	@AfterEach
	void stop() {
		if (this.scheduler != null) {
			this.scheduler.stop();
		}
		assertThatNoThreadIsLeft();
	}

	@Test
	void itObtainsWhatIsWantedAndLeavesNoThread() throws Exception {
		want(this.shop, this.issuer);
		start();
		assertThat(event()).isInstanceOf(CertificateIssued.class);
		assertThat(this.scheduler.isRunning()).isTrue();
		this.scheduler.stop();
		assertThat(this.scheduler.isRunning()).isFalse();
		assertThatNoThreadIsLeft();
	}

	@Test
	void itIsBuiltOfDaemonsWithAName() throws Exception {
		want(this.shop, this.issuer);
		start();
		event();
		assertThat(threads()).isNotEmpty().allMatch(Thread::isDaemon);
	}

	@Test
	void itCanBeStartedAgain() throws Exception {
		want(this.shop, this.issuer.thenFail(FailureKind.ACTION_REQUIRED, true));
		start();
		assertThat(event()).isInstanceOf(CertificateFailed.class);
		this.scheduler.stop();
		this.scheduler.stop();
		this.clock.advance(Duration.ofDays(1));
		this.scheduler.start();
		assertThat(event()).isInstanceOf(CertificateIssued.class);
	}

	@Test
	void aCertificateThatFailsDoesNotStopAnother() throws Exception {
		want(this.shop, new TestIssuer(this.clock).then((issuance) -> {
			throw new InternalError("on purpose");
		}));
		want(TestSpecs.of("other", KeyType.EC_P256, "other.example"), this.issuer);
		start();
		assertThat(event()).isInstanceOfSatisfying(CertificateIssued.class,
				(issued) -> assertThat(issued.id().name()).isEqualTo("other"));
	}

	@Test
	void itIsNotStoppedByAMomentThatIsTooFarAway() {
		want(this.shop, this.issuer.then((issuance) -> issuance.after(Step.ORDER_PLACED, Instant.MAX)));
		start();
		ScheduledThreadPoolExecutor executor = (ScheduledThreadPoolExecutor) ReflectionTestUtils
			.getField(this.scheduler, "executor");
		while (executor.getCompletedTaskCount() == 0) {
			Thread.onSpinWait();
		}
		assertThat(executor.getQueue()).hasSize(1);
	}

	@Test
	void oneThatIsWokenInTheMidstOfAStepLooksOnceMoreAndIsNotScheduledTwice() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch going = new CountDownLatch(1);
		want(this.shop, this.issuer.then((issuance) -> {
			begun.countDown();
			await(going);
			return issuance.after(Step.ORDER_PLACED, this.clock.instant().plusSeconds(600));
		}));
		CertificateKeepers keepers = keepers();
		this.scheduler = new RenewalScheduler(keepers, this.clock);
		this.scheduler.start();
		assertThat(begun.await(PATIENCE_IN_SECONDS, TimeUnit.SECONDS)).isTrue();
		ScheduledThreadPoolExecutor executor = (ScheduledThreadPoolExecutor) ReflectionTestUtils
			.getField(this.scheduler, "executor");
		keepers.forEach(this.scheduler::wake);
		keepers.forEach(this.scheduler::wake);
		assertThat(executor.getQueue()).isEmpty();
		going.countDown();
		assertThatAllIsQuietAfter(2, executor);
		keepers.forEach(this.scheduler::wake);
		assertThatAllIsQuietAfter(3, executor);
	}

	@Test
	void howeverOftenSomebodyWakesItThereIsOneNextLook() throws Exception {
		want(this.shop, this.issuer.then((issuance) -> issuance.after(Step.ORDER_PLACED, Instant.MAX)));
		CertificateKeepers keepers = keepers();
		this.scheduler = new RenewalScheduler(keepers, this.clock);
		this.scheduler.start();
		for (int i = 0; i < 20_000; i++) {
			keepers.forEach(this.scheduler::wake);
		}
		ScheduledThreadPoolExecutor executor = (ScheduledThreadPoolExecutor) ReflectionTestUtils
			.getField(this.scheduler, "executor");
		while (executor.getActiveCount() > 0 || executor.getQueue().isEmpty()) {
			Thread.onSpinWait();
		}
		assertThat(executor.getQueue()).hasSize(1);
	}

	/**
	 * Wait until so many looks were taken and the next one is far away.
	 */
	private static void assertThatAllIsQuietAfter(int looks, ScheduledThreadPoolExecutor executor) {
		while (executor.getCompletedTaskCount() < looks || executor.getActiveCount() > 0) {
			Thread.onSpinWait();
		}
		assertThat(executor.getCompletedTaskCount()).isEqualTo(looks);
		assertThat(executor.getQueue()).hasSize(1);
	}

	@Test
	void theLeaseIsFreeAfterTheStop() throws Exception {
		CountDownLatch placed = new CountDownLatch(1);
		want(this.shop, this.issuer.thenGoOn(1).then((issuance) -> {
			placed.countDown();
			return issuance.after(Step.ORDER_PLACED, this.clock.instant().plusSeconds(60));
		}));
		start();
		assertThat(placed.await(PATIENCE_IN_SECONDS, TimeUnit.SECONDS)).isTrue();
		this.scheduler.stop();
		assertThat(this.store.tryLease(StoreKeys.lease(this.shop), Duration.ofMinutes(5))).isNotNull();
	}

	@Test
	void aStepThatIsUnderWayIsFinishedBeforeItStops() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch stopping = new CountDownLatch(1);
		want(this.shop, this.issuer.thenGoOn(4).then((issuance) -> {
			begun.countDown();
			await(stopping);
			return this.issuer.issue(issuance);
		}));
		start();
		assertThat(begun.await(PATIENCE_IN_SECONDS, TimeUnit.SECONDS)).isTrue();
		Thread stopper = new Thread(this.scheduler::stop);
		stopper.start();
		while (this.scheduler.isRunning()) {
			Thread.onSpinWait();
		}
		stopping.countDown();
		stopper.join();
		assertThat(event()).isInstanceOf(CertificateIssued.class);
	}

	private void want(CertificateSpec spec, CertificateIssuer by) {
		this.wanted.put(spec, List.of(IssuerChoice.of(by)));
	}

	private void start() {
		this.scheduler = new RenewalScheduler(keepers(), this.clock);
		this.scheduler.start();
	}

	private CertificateKeepers keepers() {
		return new CertificateKeepers(this.wanted, this.store, new LiveCertificates(this.clock), new OfferedAnswers(),
				new RenewalPolicy(null), Preflight.NONE, KeeperFixture::placeholder, this.clock, this.events::add,
				AttemptListener.NONE);
	}

	private Object event() throws InterruptedException {
		return this.events.poll(PATIENCE_IN_SECONDS, TimeUnit.SECONDS);
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("interrupted", ex);
		}
	}

	/**
	 * A pool says that it has ended when its last thread is about to.
	 */
	private static void assertThatNoThreadIsLeft() {
		Awaitility.await().untilAsserted(() -> assertThat(threads()).isEmpty());
	}

	private static Set<Thread> threads() {
		return OwnThreads.alive("https-\\d+");
	}

}
