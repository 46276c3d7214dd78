package dev.autohttps.renewal;

import java.util.Objects;
import java.util.function.Supplier;

import dev.autohttps.certificate.AttemptRecord.Outcome;
import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.Failure;
import dev.autohttps.certificate.Issuance.Step;
import dev.autohttps.renewal.AttemptListener.Purpose;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A watch of somebody else, whose faults are kept from the attempt.
 */
final class GuardedWatch implements AttemptWatch {

	private static final Log logger = LogFactory.getLog(GuardedWatch.class);

	/**
	 * Of no attempt.
	 */
	static final GuardedWatch NOBODY = new GuardedWatch(AttemptWatch.NONE);

	private final AttemptWatch delegate;

	private boolean over;

	private GuardedWatch(AttemptWatch delegate) {
		this.delegate = delegate;
	}

	static GuardedWatch begun(AttemptListener listener, CertificateSpec spec, String issuer, Purpose purpose) {
		return new GuardedWatch(guard(() -> listener.begun(spec, issuer, purpose), AttemptWatch.NONE));
	}

	@Override
	public Work working() {
		Work work = guard(() -> this.delegate.working(), AttemptWatch.NONE.working());
		return () -> guard(() -> work.close());
	}

	@Override
	public void reached(Step step) {
		guard(() -> this.delegate.reached(step));
	}

	/**
	 * The first of several ends counts.
	 */
	@Override
	public void ended(Outcome outcome, @Nullable Failure failure) {
		if (!this.over) {
			this.over = true;
			guard(() -> this.delegate.ended(outcome, failure));
		}
	}

	private static void guard(Runnable action) {
		guard(() -> {
			action.run();
			return true;
		}, false);
	}

	private static <T> T guard(Supplier<T> action, T otherwise) {
		try {
			// A listener may be written in a language that knows nothing of null.
			return Objects.requireNonNull(action.get());
		}
		catch (RuntimeException | LinkageError ex) {
			logger.warn("A listener for attempts failed, which changes nothing", ex);
			return otherwise;
		}
	}

}
