package dev.autohttps.renewal;

import java.util.ArrayList;
import java.util.List;

import dev.autohttps.certificate.AttemptRecord.Outcome;
import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.Failure;
import dev.autohttps.certificate.Issuance.Step;

/**
 * Writes down what a listener for attempts is told.
 */
final class AttemptLog implements AttemptListener {

	final List<String> lines = new ArrayList<>();

	@Override
	public AttemptWatch begun(CertificateSpec spec, String issuer, Purpose purpose) {
		this.lines.add("begun " + purpose);
		return new AttemptWatch() {

			@Override
			public Work working() {
				AttemptLog.this.lines.add("(");
				return () -> AttemptLog.this.lines.add(")");
			}

			@Override
			public void reached(Step step) {
				AttemptLog.this.lines.add(step.name());
			}

			@Override
			public void ended(Outcome outcome, Failure failure) {
				AttemptLog.this.lines.add("ended " + outcome + ((failure != null) ? " " + failure.kind() : ""));
			}

		};
	}

}
