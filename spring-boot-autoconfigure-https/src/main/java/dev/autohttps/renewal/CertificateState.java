package dev.autohttps.renewal;

import java.time.Instant;

import dev.autohttps.certificate.Failure;
import dev.autohttps.certificate.LiveCertificate;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with one certificate.
 */
public enum CertificateState {

	/**
	 * None was obtained yet; a self-signed one keeps its place.
	 */
	PLACEHOLDER,

	/**
	 * A valid one is served and nothing is to be done.
	 */
	VALID,

	/**
	 * A valid one is served while the next is being obtained.
	 */
	RENEWING,

	/**
	 * A valid one is served, but the last attempt to obtain the next failed.
	 */
	FAILING,

	/**
	 * A valid one is served of whose lifetime so little is left that it should have been
	 * renewed by now.
	 */
	EXPIRING,

	/**
	 * The one that is served has run out.
	 */
	EXPIRED;

	static CertificateState of(@Nullable LiveCertificate current, @Nullable Failure failure, boolean underWay,
			boolean expiring, Instant now) {
		if (current == null || current.isPlaceholder()) {
			return PLACEHOLDER;
		}
		if (current.certificate().isExpired(now)) {
			return EXPIRED;
		}
		if (expiring) {
			return EXPIRING;
		}
		if (failure != null) {
			return FAILING;
		}
		return underWay ? RENEWING : VALID;
	}

}
