package dev.autohttps.renewal;

import java.time.Instant;

import dev.autohttps.certificate.RenewalNotes;
import dev.autohttps.certificate.ServerCertificate;

/**
 * A certificate that is held, in whatever state.
 *
 * @param source where it came from
 * @param certificate key and chain
 * @param notes what is known of it
 */
record Held(Source source, ServerCertificate certificate, RenewalNotes notes) {

	Held with(RenewalNotes notes) {
		return new Held(this.source, this.certificate, notes);
	}

	boolean isEmergency(Instant now) {
		return RenewalPolicy.isEmergency(this.certificate, now);
	}

}
