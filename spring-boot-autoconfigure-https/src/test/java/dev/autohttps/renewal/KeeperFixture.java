package dev.autohttps.renewal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.autohttps.certificate.Preflight;
import dev.autohttps.certificate.CertificateRepository;
import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.Domains;
import dev.autohttps.certificate.FailureRepository;
import dev.autohttps.certificate.IssuanceRepository;
import dev.autohttps.certificate.LiveCertificate;
import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.certificate.OfferedAnswers;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.Standing;
import dev.autohttps.certificate.Store;
import dev.autohttps.certificate.TestCertificates;
import dev.autohttps.certificate.TestClock;
import dev.autohttps.certificate.TestSpecs;
import org.springframework.context.ApplicationEventPublisher;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One process that keeps one certificate: its keeper, with everything around it.
 */
class KeeperFixture {

	private static final int MOST_STEPS = 20;

	private static final int MOST_STEPS_EVER = 1000;

	final CertificateSpec spec;

	final TestClock clock;

	final Store store;

	final TestIssuer issuer;

	final LiveCertificates live;

	final OfferedAnswers answers = new OfferedAnswers();

	final AttemptLog attempts = new AttemptLog();

	final List<Object> events = new ArrayList<>();

	final CertificateKeeper keeper;

	KeeperFixture(Store store, TestIssuer issuer, TestClock clock) {
		this(TestSpecs.of("shop.example"), store, issuer, clock);
	}

	KeeperFixture(CertificateSpec spec, Store store, TestIssuer issuer, TestClock clock) {
		this(spec, store, clock, List.of(IssuerChoice.of(issuer)));
	}

	KeeperFixture(CertificateSpec spec, Store store, TestClock clock, List<IssuerChoice> issuers) {
		this(spec, store, clock, Preflight.NONE, issuers);
	}

	KeeperFixture(CertificateSpec spec, Store store, TestClock clock, Preflight preflight, List<IssuerChoice> issuers) {
		this.spec = spec;
		this.clock = clock;
		this.store = store;
		this.issuer = (TestIssuer) issuers.get(0).issuer();
		this.live = new LiveCertificates(clock);
		ApplicationEventPublisher publisher = this.events::add;
		this.keeper = new CertificateKeeper(this.spec, issuers, store, this.live, this.answers, new RenewalPolicy(null),
				preflight, KeeperFixture::placeholder, new Random(42), clock, new Announcer(publisher), this.attempts);
	}

	static KeeperFixture start(Store store, TestClock clock, IssuerChoice... issuers) {
		KeeperFixture fixture = new KeeperFixture(TestSpecs.of("shop.example"), store, clock, List.of(issuers));
		fixture.load();
		return fixture;
	}

	static KeeperFixture start(Store store, TestIssuer issuer, TestClock clock) {
		KeeperFixture fixture = new KeeperFixture(store, issuer, clock);
		fixture.load();
		return fixture;
	}

	static ServerCertificate placeholder(Domains domains) {
		return TestCertificates.of(domains.names().toArray(String[]::new));
	}

	/**
	 * Do what the loader does.
	 */
	void load() {
		if (!this.keeper.load()) {
			this.keeper.placehold();
		}
	}

	/**
	 * Do what the scheduler does, as long as there is something to do at this moment.
	 * @return when something is to be done again that may lead to a certificate
	 */
	Instant run() {
		Instant next = this.keeper.tend();
		for (int i = 0; i < MOST_STEPS && !next.isAfter(this.clock.instant()); i++) {
			next = this.keeper.tend();
		}
		Instant attempt = this.keeper.status().nextAttempt();
		return attempt.isAfter(next) ? attempt : next;
	}

	/**
	 * Let the time pass until something is to be done, and do it.
	 */
	Instant runAt(Instant next) {
		this.clock.set(next);
		return run();
	}

	/**
	 * Let the time pass and do each thing when it is to be done.
	 */
	Instant runUntil(Instant end) {
		Instant next = this.keeper.tend();
		int steps = 0;
		while (next.isBefore(end)) {
			assertThat(steps++).as("steps without an end").isLessThan(MOST_STEPS_EVER);
			this.clock.set(next.isAfter(this.clock.instant()) ? next : this.clock.instant());
			next = this.keeper.tend();
		}
		this.clock.set(end);
		return next;
	}

	LiveCertificate served() {
		return this.live.current().get(this.spec.id());
	}

	boolean isServingARealOne() {
		return served() != null && served().standing() == Standing.PRODUCTION;
	}

	List<ChallengeAnswer> offered() {
		return this.answers.find("http-01", "shop.example");
	}

	ServerCertificate stored() {
		return new CertificateRepository(this.store, this.clock, (warning) -> {
		}).find(this.issuer.id(), this.spec);
	}

	IssuanceRepository issuances() {
		return new IssuanceRepository(this.store, this.clock, (warning) -> {
		});
	}

	FailureRepository failures() {
		return new FailureRepository(this.store);
	}

	CertificateStatus status() {
		return this.keeper.status();
	}

	CertificateKeepers keepers() {
		return new CertificateKeepers(Map.of(this.spec, List.of(IssuerChoice.of(this.issuer))), this.store, this.live,
				this.answers, new RenewalPolicy(null), Preflight.NONE, KeeperFixture::placeholder, this.clock,
				this.events::add, this.attempts);
	}

}
