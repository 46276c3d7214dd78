package dev.autohttps.renewal;

import dev.autohttps.certificate.AttemptRecord.Outcome;
import dev.autohttps.certificate.Failure;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.Lease;
import org.jspecify.annotations.Nullable;

/**
 * What is being done about one wanted certificate: the attempt that is under way with the
 * lease that it needs, and the last failure.
 */
final class Pursuit {

	private GuardedWatch watch = GuardedWatch.NOBODY;

	private @Nullable Lease lease;

	private volatile @Nullable Attempt attempt;

	private volatile @Nullable Failure failure;

	/**
	 * Return the attempt that is under way, or {@code null} if there is none.
	 */
	@Nullable Attempt attempt() {
		return this.attempt;
	}

	/**
	 * Return the lease that is held, or {@code null} if there is none.
	 */
	@Nullable Lease lease() {
		return this.lease;
	}

	/**
	 * Return the last failure, or {@code null} if all is well.
	 */
	@Nullable Failure failure() {
		return this.failure;
	}

	void hold(Lease lease) {
		this.lease = lease;
	}

	/**
	 * Begin an attempt.
	 * @param watch told how it goes, also if it cannot be begun
	 * @param beginning begins it
	 */
	Attempt begin(GuardedWatch watch, Beginning beginning) throws IssuanceException {
		this.watch = watch;
		Attempt begun = beginning.begin();
		this.attempt = begun;
		return begun;
	}

	/**
	 * Take the next step of the attempt.
	 * @return whether the certificate is there
	 */
	boolean step(Attempt begun) throws IssuanceException {
		return begun.step(this.watch);
	}

	/**
	 * The certificate was obtained.
	 */
	void succeeded() {
		this.watch.ended(Outcome.OBTAINED, null);
		release();
	}

	/**
	 * Nothing has failed, or it is over.
	 */
	void recall(@Nullable Failure failure) {
		this.failure = failure;
	}

	/**
	 * It failed for now.
	 * @param held whether the attempt is not let go, since what the CA did last may be
	 * known to it alone
	 */
	void failed(Failure failure, boolean held) {
		if (held) {
			this.failure = failure;
			return;
		}
		// Who sees the failure finds it counted.
		this.watch.ended(Outcome.FAILED, failure);
		this.failure = failure;
		release();
	}

	/**
	 * It failed in a way that says nothing.
	 */
	void passedOver(Failure failure) {
		this.watch.ended(Outcome.FAILED, failure);
		release();
	}

	/**
	 * Let go of the lease, so that another process can go on with what was begun.
	 */
	void release() {
		this.watch.ended(Outcome.UNDER_WAY, null);
		this.attempt = null;
		if (this.lease != null) {
			this.lease.close();
			this.lease = null;
		}
	}

	/**
	 * Begins an attempt.
	 */
	interface Beginning {

		Attempt begin() throws IssuanceException;

	}

}
