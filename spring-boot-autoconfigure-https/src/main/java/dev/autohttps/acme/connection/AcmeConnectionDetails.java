package dev.autohttps.acme.connection;

import java.net.URI;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * Where the CA is that the configured certificates are obtained from: a bean of this type
 * takes the place of {@code https.acme.server} and {@code https.acme.ssl.bundle}. That
 * there is one says that a CA is to be asked, in a test too.
 */
public interface AcmeConnectionDetails extends ConnectionDetails {

	/**
	 * Return the URL of the CA's directory (RFC 8555 section 7.1.1). It is asked for when
	 * the certificates are prepared, once.
	 * @return an {@code https} URL
	 */
	URI getDirectory();

	/**
	 * Return the SSL bundle whose trust is used to talk to the CA.
	 * @return the bundle, or {@code null} if the JDK's trust is used
	 */
	default @Nullable SslBundle getSslBundle() {
		return null;
	}

	/**
	 * Return whether it is a CA for tests. Then its terms of service need not be agreed
	 * to, no other CA is asked (neither a fallback nor a trial server), an external
	 * account binding and the requirement of a profile are taken as meant for another CA,
	 * and browsers are not told to remember anything, as under a staging server.
	 * @return whether it is
	 */
	default boolean isForTests() {
		return false;
	}

}
