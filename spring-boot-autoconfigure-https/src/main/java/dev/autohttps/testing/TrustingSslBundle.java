package dev.autohttps.testing;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslManagerBundle;

/**
 * The SSL bundle of a client that trusts what this application serves, and keeps what its
 * own bundle says besides: a key to show, protocols, further trust.
 */
public final class TrustingSslBundle {

	private TrustingSslBundle() {
	}

	/**
	 * Return the bundle for a client.
	 * @param trust trust in what is served
	 * @param own the client's own bundle, or {@code null} for none
	 * @return the bundle to give it
	 */
	public static SslBundle of(ServedCertificatesTrust trust, @Nullable SslBundle own) {
		if (own == null) {
			return SslBundle.of(null, null, null, null, SslManagerBundle.from(trust));
		}
		SslManagerBundle managers = SslManagerBundle.of(own.getManagers().getKeyManagerFactory(),
				SslManagerBundle.from(trust.or(own.getManagers().getTrustManagers())).getTrustManagerFactory());
		return SslBundle.of(own.getStores(), own.getKey(), own.getOptions(), own.getProtocol(), managers);
	}

}
