package dev.autohttps.doctor;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import dev.autohttps.acme.CertificateAuthority;
import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.Finding;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.Severity;
import dev.autohttps.certificate.Store;
import dev.autohttps.certificate.StoreException;

/**
 * Whether what is on this side is fit for an order: the store, and what is left of the
 * CA's rate limits.
 */
final class OwnCheck {

	private OwnCheck() {
	}

	/**
	 * Try the store.
	 */
	static Finding store(Store store) {
		try {
			store.verify();
			return Finding.ok(Finding.STORE, "store", "it gives back what is written to it");
		}
		catch (StoreException ex) {
			return new Finding(Severity.FATAL, Finding.STORE, "store", String.valueOf(ex.getMessage()),
					"a store that gives back what is written to it, since what the CA issues would be lost",
					"let the user of this process write there, make room on the disk, or set https.store.directory to "
							+ "another place");
		}
	}

	/**
	 * Look at the rate limits. They have a way of their own to hold an order back, until
	 * the right moment.
	 */
	static Finding budget(CertificateAuthority ca, CertificateSpec spec) {
		String subject = spec.domains().first().name();
		try {
			ca.requireBudget(spec);
			return Finding.ok("budget", subject, "the CA's rate limits leave room");
		}
		catch (IssuanceException ex) {
			Instant free = ex.getRetryAfter();
			return new Finding(Severity.DOUBTFUL, "budget", subject,
					String.valueOf(ex.getMessage()).replaceFirst("^the CA was not asked, since it ", "the CA "),
					"room in the CA's rate limits",
					"wait" + ((free != null) ? ": it is tried again after " + free.truncatedTo(ChronoUnit.SECONDS) : "")
							+ ". For trials, set https.acme.server=letsencrypt-staging; and look for what asks so "
							+ "often, such as a store that does not outlive a restart");
		}
		catch (StoreException ex) {
			return new Finding(Severity.DOUBTFUL, "budget", subject, String.valueOf(ex.getMessage()),
					"what was used up", "see what is said of the store");
		}
	}

	/**
	 * Say that the store took too long, which is no proof that it is broken.
	 */
	static Finding slowStore() {
		return new Finding(Severity.DOUBTFUL, Finding.STORE, "store",
				"it took longer than " + Rounds.LONGEST.toSeconds() + " s to write and read back", "an answer at once",
				"look at what slows the disk, the network or the database down");
	}

}
