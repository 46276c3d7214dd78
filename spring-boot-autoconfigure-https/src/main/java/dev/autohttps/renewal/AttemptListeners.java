package dev.autohttps.renewal;

import java.util.List;
import java.util.function.Consumer;

import dev.autohttps.certificate.AttemptRecord.Outcome;
import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.Failure;
import dev.autohttps.certificate.Issuance.Step;
import org.jspecify.annotations.Nullable;

/**
 * Several listeners, none of which keeps the others from being told.
 */
public final class AttemptListeners implements AttemptListener {

	private final List<AttemptListener> listeners;

	/**
	 * Create a new instance.
	 * @param listeners the listeners
	 */
	public AttemptListeners(List<AttemptListener> listeners) {
		this.listeners = List.copyOf(listeners);
	}

	@Override
	public AttemptWatch begun(CertificateSpec spec, String issuer, Purpose purpose) {
		List<GuardedWatch> watches = this.listeners.stream()
			.map((listener) -> GuardedWatch.begun(listener, spec, issuer, purpose))
			.toList();
		return new Watches(watches);
	}

	private record Watches(List<GuardedWatch> watches) implements AttemptWatch {

		@Override
		public Work working() {
			List<Work> works = this.watches.stream().map(AttemptWatch::working).toList();
			return () -> {
				// What was opened last is closed first.
				for (int i = works.size() - 1; i >= 0; i--) {
					works.get(i).close();
				}
			};
		}

		@Override
		public void reached(Step step) {
			each((watch) -> watch.reached(step));
		}

		@Override
		public void ended(Outcome outcome, @Nullable Failure failure) {
			each((watch) -> watch.ended(outcome, failure));
		}

		private void each(Consumer<AttemptWatch> action) {
			this.watches.forEach(action);
		}

	}

}
