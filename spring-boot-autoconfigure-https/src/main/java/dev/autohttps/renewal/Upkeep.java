package dev.autohttps.renewal;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.CompromisedKeys;
import dev.autohttps.certificate.Lease;
import dev.autohttps.certificate.OfferedAnswers;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.Store;
import dev.autohttps.certificate.StoreKeys;

/**
 * Looks after the certificate that is served between two renewals: what other processes
 * did, and what its CA says.
 */
final class Upkeep {

	private static final Duration BETWEEN_GLANCES = Duration.ofMinutes(5);

	private final CertificateSpec spec;

	private final Sources sources;

	private final Holding holding;

	private final Store store;

	private final OfferedAnswers answers;

	private final Supplier<ServerCertificate> placeholder;

	private final RenewalAdvice advice;

	private Instant glancedAt = Instant.EPOCH;

	Upkeep(CertificateSpec spec, Sources sources, Holding holding, Store store, OfferedAnswers answers,
			Supplier<ServerCertificate> placeholder, RenewalAdvice advice) {
		this.spec = spec;
		this.sources = sources;
		this.holding = holding;
		this.store = store;
		this.answers = answers;
		this.placeholder = placeholder;
		this.advice = advice;
	}

	/**
	 * Notice now and then what other processes did: a certificate that was replaced
	 * before its time, or whose key nobody may use any more.
	 */
	void glance(Instant now) {
		if (now.isBefore(this.glancedAt.plus(BETWEEN_GLANCES)) && !now.isBefore(this.glancedAt)) {
			return;
		}
		this.glancedAt = now;
		Held before = this.holding.held();
		this.holding.adopt(this.sources);
		if (before == null || !new CompromisedKeys(this.store).contain(before.certificate().leaf().getPublicKey())) {
			return;
		}
		Held after = this.holding.held();
		if (after != null && after.certificate().equals(before.certificate())) {
			this.holding.forget(before, this.placeholder.get());
			this.holding.adopt(this.sources);
		}
		else {
			this.holding.forgetSessions(before);
		}
	}

	/**
	 * Ask the CA what it says about the renewal of what is served, if it is time to.
	 * @return when to ask next
	 */
	Instant advise(Instant now) {
		Held current = this.holding.held();
		if (current == null) {
			return Instant.MAX;
		}
		Instant asking = RenewalAdvice.next(current, now);
		if (asking.isAfter(now)) {
			return asking;
		}
		try (Lease leased = this.store.tryLease(StoreKeys.lease(this.spec), CertificateKeeper.LEASE)) {
			if (leased == null) {
				return now.plus(CertificateKeeper.BUSY);
			}
			this.holding.adopt(this.sources);
			Attempt.tidyUp(current.source(), leased, this.answers, this.holding::serves, this.advice.clock());
			Held advised = this.advice.ask((this.holding.held() != null) ? this.holding.held() : current, leased);
			this.holding.update(advised);
			return RenewalAdvice.next(advised, now);
		}
	}

}
