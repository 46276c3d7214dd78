package dev.autohttps.renewal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import dev.autohttps.certificate.CertificateId;
import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.Issuance.Step;
import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.LiveCertificate;
import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.certificate.OfferedAnswers;
import dev.autohttps.certificate.Preflight;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.Standing;
import dev.autohttps.certificate.StoreException;
import dev.autohttps.certificate.StoreKeys;
import dev.autohttps.certificate.TestClock;
import dev.autohttps.certificate.TestSpecs;
import dev.autohttps.certificate.TestStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Certificates that come and go while the application runs.
 */
@Timeout(120)
class KeptCertificatesTests {

	private static final int PATIENCE_IN_SECONDS = 40;

	private static final int STEPS = 5;

	/**
	 * Often enough that some are removed while their first step begins.
	 */
	private static final int REMOVED_AT_ONCE = 300;

	private static final CertificateRequest SHOP = CertificateRequest.of("shop", "shop.example");

	private static final CertificateSpec CONFIGURED = TestSpecs.of("configured", KeyType.EC_P256, "configured.example");

	private final TestClock clock = new TestClock();

	private final TestStore store = new TestStore();

	private final TestIssuer issuer = new TestIssuer(this.clock);

	private final LiveCertificates live = new LiveCertificates(this.clock);

	private final OfferedAnswers answers = new OfferedAnswers();

	private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

	private volatile Consumer<Object> listener = (event) -> {
	};

	private RuntimeException refusal;

	private final List<String> released = new ArrayList<>();

	private final TestIssuer idle = new TestIssuer(this.clock, "idle-ca")
		.then((issuance) -> issuance.after(Step.ORDER_PLACED, this.clock.instant().plus(Duration.ofHours(12))));

	private final CertificateKeepers keepers = new CertificateKeepers(
			Map.of(CONFIGURED, List.of(IssuerChoice.of(this.idle))), this.store, this.live, this.answers,
			new RenewalPolicy(null), Preflight.NONE, KeeperFixture::placeholder, this.clock, this::happened,
			AttemptListener.NONE);

	private final CertificateLoader loader = new CertificateLoader(this.keepers, this.store, this.clock);

	private final RenewalScheduler scheduler = new RenewalScheduler(this.keepers, this.clock);

	private final CertificateRegistry registry = new KeptCertificates(this.keepers, this.loader, this.scheduler,
			new CertificateClaims() {

				@Override
				public Map<CertificateSpec, List<IssuerChoice>> claim(CertificateRequest request) {
					if (KeptCertificatesTests.this.refusal != null) {
						throw KeptCertificatesTests.this.refusal;
					}
					Map<CertificateSpec, List<IssuerChoice>> claimed = new LinkedHashMap<>();
					request.keyTypes()
						.forEach((keyType) -> claimed.put(
								new CertificateSpec(new CertificateId(request.name(), keyType), request.domains(), null,
										List.of("http-01")),
								List.of(IssuerChoice.of(KeptCertificatesTests.this.issuer))));
					return claimed;
				}

				@Override
				public void release(String name) {
					KeptCertificatesTests.this.released.add(name);
				}

			});

	@AfterEach
	void stop() {
		this.scheduler.stop();
	}

	@Test
	void whatIsAddedWhileItRunsIsObtainedAndServed() throws Exception {
		start();
		assertThat(this.registry.add(SHOP)).isTrue();
		// Whoever comes at once is shown something.
		assertThat(served()).isNotNull();
		assertThat(issued().id().name()).isEqualTo("shop");
		assertThat(served().standing()).isEqualTo(Standing.PRODUCTION);
		assertThat(this.registry.list()).extracting((status) -> status.spec().id().name())
			.containsExactly("configured", "shop");
	}

	@Test
	void whatIsAddedBeforeTheStartIsLoadedWithTheRest() throws Exception {
		assertThat(this.registry.add(SHOP)).isTrue();
		assertThat(served()).isNull();
		start();
		assertThat(served()).isNotNull();
		assertThat(issued().id().name()).isEqualTo("shop");
		assertThat(this.issuer.asked).hasSize(STEPS);
	}

	@Test
	void theSameAgainChangesNothing() throws Exception {
		start();
		this.registry.add(SHOP);
		issued();
		assertThat(this.registry.add(CertificateRequest.of("shop", "SHOP.example"))).isFalse();
		assertThat(this.registry.list()).hasSize(2);
	}

	@Test
	void anotherOfTheSameNameIsRefusedAndHarmsNothing() throws Exception {
		start();
		this.registry.add(SHOP);
		issued();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.registry.add(CertificateRequest.of("shop", "shop.example", "www.shop.example")))
			.withMessageContaining("'shop'")
			.withMessageContaining("another name");
		assertThat(this.registry.list()).hasSize(2);
		assertThat(served().standing()).isEqualTo(Standing.PRODUCTION);
	}

	@Test
	void whatIsRemovedIsNotServedButStays() throws Exception {
		start();
		this.registry.add(SHOP);
		issued();
		ServerCertificate obtained = served().certificate();
		assertThat(this.registry.remove("shop")).isTrue();
		assertThat(served()).isNull();
		assertThat(this.registry.list()).hasSize(1);
		assertThat(this.released).containsExactly("shop");
		assertThat(this.registry.remove("shop")).isFalse();
		int asked = this.issuer.asked.size();
		assertThat(this.registry.add(SHOP)).isTrue();
		assertThat(served().certificate()).isEqualTo(obtained);
		assertThat(this.issuer.asked).hasSize(asked);
	}

	@Test
	void oneThatIsConfiguredCannotBeRemoved() {
		start();
		assertThatIllegalArgumentException().isThrownBy(() -> this.registry.remove("configured"))
			.withMessageContaining("'configured'")
			.withMessageContaining("it is configured");
		assertThat(this.registry.list()).hasSize(1);
		assertThat(this.registry.remove("unknown")).isFalse();
	}

	@Test
	void whatAStepThatIsUnderWayObtainsIsStoredButNotServedAfterTheRemoval() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch removed = new CountDownLatch(1);
		this.issuer.thenGoOn(STEPS - 1).then((issuance) -> {
			begun.countDown();
			await(removed);
			return this.issuer.issue(issuance);
		});
		start();
		this.registry.add(SHOP);
		assertThat(begun.await(PATIENCE_IN_SECONDS, TimeUnit.SECONDS)).isTrue();
		// It does not wait for the step either.
		assertThat(this.registry.remove("shop")).isTrue();
		removed.countDown();
		issued();
		assertThat(served()).isNull();
		this.registry.add(SHOP);
		assertThat(served().standing()).isEqualTo(Standing.PRODUCTION);
	}

	@Test
	void anOrderThatWasUnderWayIsGoneOnWithWhenItIsAddedAgain() throws Exception {
		CountDownLatch offered = new CountDownLatch(1);
		this.issuer.thenGoOn(2).then((issuance) -> {
			offered.countDown();
			return issuance.after(issuance.step(), this.clock.instant().plusSeconds(600));
		});
		start();
		this.registry.add(SHOP);
		assertThat(offered.await(PATIENCE_IN_SECONDS, TimeUnit.SECONDS)).isTrue();
		this.registry.remove("shop");
		awaitFreeLease();
		assertThat(this.answers.find("http-01", "shop.example")).isEmpty();
		this.clock.advance(Duration.ofMinutes(11));
		this.registry.add(SHOP);
		issued();
		assertThat(this.issuer.asked).filteredOn((issuance) -> issuance.step() == Step.KEY_MADE).hasSize(1);
	}

	@Test
	void whatIsRemovedAtOnceHoldsNoLeaseAndOffersNoAnswer() {
		start();
		for (int i = 0; i < REMOVED_AT_ONCE; i++) {
			this.registry.add(CertificateRequest.of("shop" + i, "shop" + i + ".example"));
			this.registry.remove("shop" + i);
		}
		this.scheduler.stop();
		for (int i = 0; i < REMOVED_AT_ONCE; i++) {
			String domain = "shop" + i + ".example";
			assertThat(this.store.tryLease(StoreKeys.lease(TestSpecs.of(domain)), Duration.ofMinutes(5))).as(domain)
				.isNotNull();
			assertThat(this.answers.find("http-01", domain)).as(domain).isEmpty();
		}
		assertThat(this.live.current().all()).hasSize(1);
	}

	@Test
	void whoIsToldMayAskForMoreAndForLess() {
		start();
		this.issuer.immediate = true;
		AtomicReference<Boolean> again = new AtomicReference<>();
		AtomicReference<Boolean> removed = new AtomicReference<>();
		this.listener = (event) -> {
			if (String.valueOf(event).contains("shop")) {
				again.set(this.registry.add(SHOP));
				this.registry.add(CertificateRequest.of("other", "other.example"));
				removed.set(this.registry.remove("shop"));
			}
		};
		assertThat(this.registry.add(SHOP)).isTrue();
		assertThat(again).hasValue(false);
		assertThat(removed).hasValue(true);
		assertThat(served()).isNull();
		assertThat(this.registry.list()).extracting((status) -> status.spec().id().name())
			.containsExactlyInAnyOrder("configured", "other");
		assertThat(this.released).containsExactly("shop");
	}

	@Test
	void theStartAndSomebodyWhoAddsDoNotWaitForEachOther() throws Exception {
		this.issuer.immediate = true;
		this.registry.add(SHOP);
		CountDownLatch told = new CountDownLatch(1);
		CountDownLatch adding = new CountDownLatch(1);
		this.listener = (event) -> {
			if (event instanceof CertificateIssued issued && issued.id().name().equals("shop")) {
				told.countDown();
				await(adding);
				this.registry.add(CertificateRequest.of("third", "third.example"));
			}
		};
		Thread starting = new Thread(this::start);
		starting.start();
		assertThat(told.await(PATIENCE_IN_SECONDS, TimeUnit.SECONDS)).isTrue();
		Thread other = new Thread(() -> this.registry.add(SHOP.withProfile(null)));
		other.start();
		this.registry.add(CertificateRequest.of("second", "second.example"));
		adding.countDown();
		starting.join(Duration.ofSeconds(PATIENCE_IN_SECONDS).toMillis());
		other.join(Duration.ofSeconds(PATIENCE_IN_SECONDS).toMillis());
		assertThat(starting.isAlive() || other.isAlive()).isFalse();
		assertThat(this.registry.list()).hasSize(4);
	}

	@Test
	void whoWatchesAndFailsStopsNothing() {
		start();
		this.keepers.onChange(() -> {
			throw new IllegalStateException("on purpose");
		});
		assertThat(this.registry.add(SHOP)).isTrue();
		assertThat(this.registry.remove("shop")).isTrue();
		assertThat(this.registry.list()).hasSize(1);
	}

	@Test
	void whatCannotBeClaimedGivesNothingBack() {
		this.refusal = new IllegalArgumentException("another has it");
		assertThatIllegalArgumentException().isThrownBy(() -> this.registry.add(SHOP)).withMessage("another has it");
		assertThat(this.released).isEmpty();
		this.refusal = null;
		assertThat(this.registry.add(SHOP)).isTrue();
	}

	@Test
	void whoWatchesIsToldOfEachChange() {
		start();
		AtomicInteger changes = new AtomicInteger();
		this.keepers.onChange(changes::incrementAndGet);
		this.registry.add(SHOP);
		this.registry.add(SHOP);
		assertThat(changes).hasValue(1);
		this.registry.remove("shop");
		assertThat(changes).hasValue(2);
	}

	@Test
	void aStoreThatFailsLeavesNothingBehind() {
		start();
		this.store.breakOn((operation) -> true);
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.registry.add(SHOP));
		assertThat(this.registry.list()).hasSize(1);
		assertThat(this.released).containsExactly("shop");
		assertThat(served()).isNull();
		this.store.mend();
		assertThat(this.registry.add(SHOP)).isTrue();
	}

	@Test
	void thereIsACertificateForEachKeyType() throws Exception {
		start();
		this.registry.add(SHOP.withKeyTypes(KeyType.EC_P256, KeyType.RSA_2048, KeyType.EC_P256));
		issued();
		issued();
		assertThat(this.live.current().named("shop")).hasSize(2);
		this.registry.remove("shop");
		assertThat(this.live.current().named("shop")).isEmpty();
	}

	@Test
	void aStopAndAnotherStartKeepWhatWasAdded() throws Exception {
		start();
		this.registry.add(SHOP);
		issued();
		this.scheduler.stop();
		this.clock.advance(Duration.ofDays(70));
		this.scheduler.start();
		assertThat(event()).isInstanceOfSatisfying(CertificateRenewed.class,
				(renewed) -> assertThat(renewed.id().name()).isEqualTo("shop"));
	}

	private void start() {
		this.loader.start();
		this.scheduler.start();
	}

	private LiveCertificate served() {
		return this.live.current().get(new CertificateId("shop", KeyType.EC_P256));
	}

	private void happened(Object event) {
		// The configured one is there to be left alone.
		if (!String.valueOf(event).contains("configured")) {
			this.events.add(event);
		}
		this.listener.accept(event);
	}

	private CertificateIssued issued() throws InterruptedException {
		Object event = event();
		assertThat(event).isInstanceOf(CertificateIssued.class);
		return (CertificateIssued) event;
	}

	private Object event() throws InterruptedException {
		return this.events.poll(PATIENCE_IN_SECONDS, TimeUnit.SECONDS);
	}

	private void awaitFreeLease() {
		CertificateSpec spec = TestSpecs.of("shop", KeyType.EC_P256, "shop.example");
		var lease = this.store.tryLease(StoreKeys.lease(spec), Duration.ofMinutes(5));
		while (lease == null) {
			Thread.onSpinWait();
			lease = this.store.tryLease(StoreKeys.lease(spec), Duration.ofMinutes(5));
		}
		lease.close();
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("interrupted", ex);
		}
	}

}
