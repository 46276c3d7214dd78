package dev.autohttps.acme;

import java.net.URI;
import java.security.cert.X509Certificate;

import dev.autohttps.certificate.RevocationReason;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Certificate;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeServerException;

/**
 * The end of a certificate before its time (RFC 8555 section 7.6), always by the key of
 * the account: some CAs take one by the certificate's own for its compromise, whatever
 * the reason, and never certify that key again.
 */
final class Revocations {

	private static final URI ALREADY_REVOKED = AcmeFailures.type("alreadyRevoked");

	private Revocations() {
	}

	static void revoke(X509Certificate certificate, RevocationReason reason, Login login) throws AcmeException {
		try {
			Certificate.revoke(login, certificate, code(reason));
		}
		catch (AcmeServerException ex) {
			if (!ALREADY_REVOKED.equals(ex.getType())) {
				throw ex;
			}
		}
	}

	/**
	 * No reason is said by saying nothing (RFC 5280 section 5.3.1).
	 */
	private static org.shredzone.acme4j.@Nullable RevocationReason code(RevocationReason reason) {
		return (reason != RevocationReason.UNSPECIFIED) ? org.shredzone.acme4j.RevocationReason.code(reason.code())
				: null;
	}

}
