package dev.autohttps.acme;

import java.util.stream.Collectors;

import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.IssuanceException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Metadata;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeServerException;

/**
 * The choice of a profile out of those that the CA offers.
 */
final class Profiles {

	private static final Log logger = LogFactory.getLog(Profiles.class);

	private final boolean required;

	private final String server;

	Profiles(boolean required, String server) {
		this.required = required;
		this.server = server;
	}

	/**
	 * Choose the profile of an order.
	 * @return the profile that is wanted, or {@code null} if none is or it can be done
	 * without
	 * @throws IssuanceException if it is not offered but required
	 */
	@Nullable String choose(CertificateSpec spec, Session session) throws AcmeException, IssuanceException {
		String wanted = spec.profile();
		if (wanted != null && !session.getMetadata().isProfileAllowed(wanted)) {
			doWithout(spec, session, null);
			return null;
		}
		return wanted;
	}

	/**
	 * Go on without the profile that is wanted, and say so.
	 * @param refusal what the CA said of it, or {@code null} if it does not offer it in
	 * the first place
	 * @throws IssuanceException if it is required
	 */
	void doWithout(CertificateSpec spec, Session session, @Nullable AcmeServerException refusal)
			throws AcmeException, IssuanceException {
		String name = spec.id().name();
		Problem problem = (refusal != null) ? refusal.getProblem() : null;
		String what = this.server
				+ ((problem == null) ? " does not offer the profile '" + spec.profile() + "'"
						: " refused the profile '" + spec.profile() + "': "
								+ AcmeFailures.describe(AcmeFailures.problem(problem)))
				+ "; it offers " + offered(session.getMetadata());
		if (!this.required) {
			logger.info(what + ". Certificate '" + name + "' is ordered without a profile, since "
					+ "https.acme.profile-required=false");
			return;
		}
		throw new IssuanceException(
				what + ". Name one of these in https.acme.profile (or https.certificates." + name
						+ ".profile), or none, or set https.acme.profile-required=false to go on without it",
				FailureKind.ACTION_REQUIRED, false, null, (problem != null) ? AcmeFailures.problem(problem) : null,
				refusal);
	}

	private static String offered(Metadata metadata) {
		String offered = metadata.getProfiles()
			.stream()
			.sorted()
			.map((profile) -> "'" + profile + "'"
					+ metadata.getProfileDescription(profile).map((text) -> " (" + text + ")").orElse(""))
			.collect(Collectors.joining(", "));
		return offered.isEmpty() ? "none" : offered;
	}

}
