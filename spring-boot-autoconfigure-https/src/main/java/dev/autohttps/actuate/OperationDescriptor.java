package dev.autohttps.actuate;

import java.time.Instant;
import java.util.List;

import dev.autohttps.certificate.Finding;
import dev.autohttps.certificate.Problem;
import org.jspecify.annotations.Nullable;

/**
 * What came of something that was asked for.
 *
 * @param operation {@code renew}, {@code revoke} or {@code check}
 * @param outcome what became of it
 * @param message that in words
 * @param allowedAt the moment at which it may be asked for again, or {@code null} unless
 * it was refused until then
 * @param problem the CA's problem document, or {@code null} if there is none
 * @param revoked the serial numbers of the certificates that were revoked
 * @param findings what was found by a check
 */
public record OperationDescriptor(String operation, Outcome outcome, String message, @Nullable Instant allowedAt,
		@Nullable Problem problem, List<String> revoked, List<Finding> findings) {

	/**
	 * What may become of it.
	 */
	public enum Outcome {

		/**
		 * It is being done; how it goes on is seen in the certificate's renewal.
		 */
		ACCEPTED,

		/**
		 * It was done.
		 */
		DONE,

		/**
		 * It was not done, since the CA would refuse it now or is waited for.
		 */
		REFUSED,

		/**
		 * It was tried and failed.
		 */
		FAILED,

		/**
		 * There is no such operation, or a value that it cannot have.
		 */
		INVALID

	}

	static OperationDescriptor of(String operation, Outcome outcome, String message) {
		return new OperationDescriptor(operation, outcome, message, null, null, List.of(), List.of());
	}

}
