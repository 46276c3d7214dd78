package dev.autohttps.renewal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.Failure;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.Lease;
import dev.autohttps.certificate.Problem;
import dev.autohttps.certificate.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of one wanted certificate after something failed: what is noted
 * down, and when it is tried again.
 */
final class Setbacks {

	/**
	 * How soon to look again after a fault on this side while there is nothing to do.
	 */
	private static final Duration TROUBLE = Duration.ofMinutes(1);

	private final CertificateSpec spec;

	private final Sources sources;

	private final Holding holding;

	private final Pursuit pursuit;

	private final Backoff backoff;

	private final InstantSource clock;

	private final Announcer announcer;

	Setbacks(CertificateSpec spec, Sources sources, Holding holding, Pursuit pursuit, Backoff backoff,
			InstantSource clock, Announcer announcer) {
		this.spec = spec;
		this.sources = sources;
		this.holding = holding;
		this.pursuit = pursuit;
		this.backoff = backoff;
		this.clock = clock;
		this.announcer = announcer;
	}

	/**
	 * Deal with a failure.
	 * @return when to look again
	 */
	Instant after(IssuanceException ex) {
		Instant now = this.clock.instant();
		Attempt begun = this.pursuit.attempt();
		Source source = source(begun, now);
		boolean ours = ex.getKind() == FailureKind.STORE || ex.getKind() == FailureKind.INTERNAL;
		if (begun != null && begun.isTrial() && !ours && !tellsOfTheNames(ex)) {
			return skipTrial(begun, ex, now);
		}
		if (begun == null && ours && source.waiting(now) != null) {
			// Nothing was tried, so what the CA wants to be waited for stays as it is.
			this.announcer
				.warn("Certificate '" + this.spec.id().name() + "' could not be looked after: " + ex.getMessage());
			this.pursuit.release();
			return now.plus(TROUBLE);
		}
		Failure failed = failure(ex, source, now);
		Lease leased = this.pursuit.lease();
		source.failed(failed, (leased != null) ? leased.store() : null);
		if (begun != null) {
			if (begun.isTrial()) {
				source.failedTrial();
			}
			note(begun, failed, ex.isOrderSpoiled());
		}
		boolean held = ex.getKind() == FailureKind.STORE && begun != null;
		this.pursuit.failed(failed, held);
		Instant next = held ? failed.retryAt() : this.sources.nextTry(now, this.holding.isEmergency(now));
		this.announcer.failed(this.spec, failed, next, this.holding.served(), ex.getCause());
		return next;
	}

	private Source source(@Nullable Attempt begun, Instant now) {
		if (begun != null) {
			return begun.source();
		}
		Source turn = this.sources.turn(now, this.holding.isEmergency(now));
		return (turn != null) ? turn : this.sources.first();
	}

	private Failure failure(IssuanceException ex, Source source, Instant now) {
		Failure former = source.failure();
		// A long time without a network must not make the first no of the CA the fifth.
		boolean again = former != null && former.kind() == ex.getKind() && source.isOfThisConfiguration(former)
				&& !isOver(former);
		int count = (former != null && again) ? former.count() + 1 : 1;
		return new Failure(count, ex.getKind(), String.valueOf(ex.getMessage()), now,
				this.backoff.next(ex.getKind(), count, now, ex.getRetryAfter(), this.holding.longestPause(now)),
				source.circumstances(ex.getKind()), ex.getProblem());
	}

	/**
	 * The server for trials may be off, limit us, or want an account of another kind.
	 */
	private static boolean tellsOfTheNames(IssuanceException ex) {
		Problem problem = ex.getProblem();
		return ex.getKind() == FailureKind.DNS || ex.getKind() == FailureKind.ACTION_REQUIRED
				&& (problem == null || !problem.type().endsWith(":externalAccountRequired"));
	}

	/**
	 * A trial that cannot be made says nothing about the real one.
	 */
	private Instant skipTrial(Attempt begun, IssuanceException ex, Instant now) {
		this.announcer.warn("The trial of certificate '" + this.spec.id().name() + "' cannot be made, so the CA itself "
				+ "is asked: " + ex.getMessage());
		begun.source().passedTrial();
		try {
			begun.abandon();
		}
		catch (StoreException failure) {
			// It is found and tidied up with the next trial.
		}
		this.pursuit
			.passedOver(new Failure(1, ex.getKind(), String.valueOf(ex.getMessage()), now, now, "", ex.getProblem()));
		return now;
	}

	/**
	 * That a CA was off when another had to help says nothing about how long it is now.
	 */
	private boolean isOver(Failure failure) {
		Held current = this.holding.held();
		return current != null && failure.kind() == FailureKind.UNAVAILABLE
				&& !failure.at().isAfter(current.notes().obtainedAt());
	}

	private void note(Attempt begun, Failure failed, boolean orderSpoiled) {
		try {
			if (orderSpoiled) {
				begun.abandon();
			}
			begun.failed(failed);
		}
		catch (StoreException ex) {
			if (failed.kind() != FailureKind.STORE) {
				this.announcer.warn("The failure of certificate '" + this.spec.id().name()
						+ "' could not be noted down: " + ex.getMessage());
			}
		}
	}

}
