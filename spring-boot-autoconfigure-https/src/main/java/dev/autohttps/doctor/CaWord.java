package dev.autohttps.doctor;

import dev.autohttps.acme.CaFacts;
import dev.autohttps.acme.CertificateAuthority;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * What the CA says of itself, if it says anything.
 *
 * @param facts what it says, or {@code null} if it could not be asked
 * @param trouble why not, or an empty text
 */
record CaWord(@Nullable CaFacts facts, String trouble) {

	static final CaWord LATE = new CaWord(null, "no answer within " + Rounds.LONGEST.toSeconds() + " s");

	static CaWord of(CertificateAuthority ca) {
		try {
			return new CaWord(ca.facts(), "");
		}
		catch (IssuanceException | StoreException ex) {
			return new CaWord(null, String.valueOf(ex.getMessage()));
		}
	}

}
