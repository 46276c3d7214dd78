package dev.autohttps.certificate;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Turns an issuance into a certificate, step by step. Implementations must be safe for
 * concurrent use, never wait, and keep nothing that is not in the issuance or the store.
 */
public interface CertificateIssuer {

	/**
	 * Return the part of a store's key under which this issuer's certificates are kept,
	 * so that those of two CAs, or of staging and production, never meet.
	 * @return a part of a key, as {@link Store} describes it
	 */
	String id();

	/**
	 * Return the name of the issuer, for people.
	 * @return a directory URL, or the like
	 */
	String description();

	/**
	 * Return what its certificates are worth to a client.
	 * @return never {@link Standing#PLACEHOLDER}
	 */
	Standing standing();

	/**
	 * Return whether it needs nothing outside this process, so that it may be asked
	 * before the ports are open.
	 * @return whether {@link #advance(Issuance)} is done at once
	 */
	default boolean isImmediate() {
		return false;
	}

	/**
	 * Return a value that changes when a setting does that may mend a failure, which then
	 * is tried again before its time.
	 * @return a value without a secret
	 */
	default String configuration() {
		return "";
	}

	/**
	 * Return whether a certificate that is stored under this issuer's id is still one of
	 * its own.
	 * @param certificate the certificate, possibly expired
	 * @return whether it may be served; if not, another one is sought at once
	 */
	default boolean accepts(ServerCertificate certificate) {
		return true;
	}

	/**
	 * Do the next step of an issuance. It must be safe to do a step again that was done
	 * already but could not be saved.
	 * @param issuance the state that was saved last
	 * @return the new state, or the same with a later moment before which it need not be
	 * called
	 * @throws IssuanceException if the step fails; the state that was saved last is still
	 * true
	 */
	Issuance advance(Issuance issuance) throws IssuanceException;

	/**
	 * Take away what was published for an issuance that nobody will go on with. It does
	 * not wait, and what fails is tried again later.
	 * @param issuance the state that was saved last
	 */
	default void abandon(Issuance issuance) {
	}

	/**
	 * Return what an issuance has to remember to tell the CA that its certificate
	 * replaces another of this issuer (RFC 9773 section 5).
	 * @param former the certificate that is served
	 * @param details what the issuance that ended with it remembered
	 * @return the first {@linkplain Issuance#details() details} of an issuance, none if
	 * the CA need not be told
	 */
	default Map<String, String> replacing(ServerCertificate former, Map<String, String> details) {
		return Map.of();
	}

	/**
	 * Ask what the issuer says about the renewal of one of its certificates. It is the
	 * caller's part not to ask before {@link RenewalInfo#askAgain()}.
	 * @param certificate the certificate
	 * @return what it says, or {@code null} if it says nothing about renewals
	 * @throws IssuanceException if it cannot be asked
	 */
	default @Nullable RenewalInfo renewalInfo(ServerCertificate certificate) throws IssuanceException {
		return null;
	}

	/**
	 * Say what is known of the account that certificates are ordered with, without asking
	 * the issuer.
	 * @return the account, or {@code null} if there is none, or none yet
	 * @throws StoreException if the store cannot be read
	 */
	default @Nullable AccountStatus account() {
		return null;
	}

	/**
	 * Say how much may be asked for before the issuer would refuse.
	 * @param spec the certificate that would be asked for
	 * @return what is limited, none if nothing is known of limits
	 * @throws StoreException if the store cannot be read
	 */
	default List<Allowance> allowances(CertificateSpec spec) {
		return List.of();
	}

	/**
	 * Return whether somebody must create records in the DNS by hand for a certificate.
	 * @param spec the certificate that is wanted
	 * @return whether there may be {@link #records(CertificateSpec) records}
	 */
	default boolean wantsRecords(CertificateSpec spec) {
		return false;
	}

	/**
	 * Return the records in the DNS that somebody must create by hand, and keep, for a
	 * certificate.
	 * @param spec the certificate that is wanted
	 * @return the records as they were when they were last looked at, none if they are
	 * not known, as before there is an account
	 * @throws StoreException if the store cannot be read
	 */
	default List<WantedRecord> records(CertificateSpec spec) {
		return List.of();
	}

	/**
	 * Look at those records now, which may take some seconds for each.
	 * @param spec the certificate that is wanted
	 * @return the records, none if they are not known
	 * @throws StoreException if the store cannot be read
	 */
	default List<WantedRecord> lookAtRecords(CertificateSpec spec) {
		return List.of();
	}

	/**
	 * Revoke a certificate. Revoking one that is revoked already does nothing.
	 * @param certificate the certificate
	 * @param reason why
	 * @throws IssuanceException if it cannot be revoked
	 */
	default void revoke(ServerCertificate certificate, RevocationReason reason) throws IssuanceException {
		throw new IssuanceException(description() + " revokes no certificates", FailureKind.ACTION_REQUIRED, false,
				null, null, null);
	}

}
