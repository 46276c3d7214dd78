package dev.autohttps.acme;

import java.net.URI;
import java.net.URL;
import java.security.KeyPair;

import org.jose4j.jws.AlgorithmIdentifiers;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeServerException;

/**
 * The request for an account (RFC 8555 section 7.3), a new one or that of a key.
 */
final class AccountRegistration {

	private static final URI DOES_NOT_EXIST = URI.create("urn:ietf:params:acme:error:accountDoesNotExist");

	private static final URI UNAUTHORIZED = URI.create("urn:ietf:params:acme:error:unauthorized");

	private final AccountSettings settings;

	AccountRegistration(AccountSettings settings) {
		this.settings = settings;
	}

	/**
	 * Make an account, or find the one that has this key.
	 */
	Login register(Session session, KeyPair key) throws AcmeException {
		AccountBuilder builder = builder(key);
		this.settings.contacts().forEach(builder::addEmail);
		if (this.settings.termsOfServiceAgreed()) {
			builder.agreeToTermsOfService();
		}
		return builder.createLogin(session);
	}

	/**
	 * Ask for the account that has this key.
	 * @return its URL, or {@code null} if there is none
	 */
	@Nullable URL find(Session session, KeyPair key) throws AcmeException {
		try {
			return builder(key).onlyExisting().createLogin(session).getAccountLocation();
		}
		catch (AcmeServerException ex) {
			if (isUnknown(ex)) {
				return null;
			}
			throw ex;
		}
	}

	private AccountBuilder builder(KeyPair key) {
		AccountBuilder builder = new AccountBuilder().useKeyPair(key);
		AccountSettings.Binding binding = this.settings.binding();
		if (binding != null) {
			// What CAs expect whatever the key's length; acme4j would go by that.
			builder.withKeyIdentifier(binding.keyId(), binding.macKey())
				.withMacAlgorithm(AlgorithmIdentifiers.HMAC_SHA256);
		}
		return builder;
	}

	/**
	 * Return whether the CA says that there is no such account.
	 */
	static boolean isUnknown(Exception thrown) {
		return DOES_NOT_EXIST.equals(type(thrown));
	}

	/**
	 * Return whether the CA says that this may not be done, as it does for an account
	 * that was deactivated (RFC 8555 section 7.3.6).
	 */
	static boolean isUnauthorized(Exception thrown, int status) {
		return (status == 401 || status == 403) && UNAUTHORIZED.equals(type(thrown));
	}

	/**
	 * Return the type of the CA's problem, or {@code null} if it did not refuse.
	 */
	static @Nullable URI type(Exception thrown) {
		Throwable ex = (thrown instanceof AcmeLazyLoadingException) ? thrown.getCause() : thrown;
		return (ex instanceof AcmeServerException refused) ? refused.getType() : null;
	}

}
