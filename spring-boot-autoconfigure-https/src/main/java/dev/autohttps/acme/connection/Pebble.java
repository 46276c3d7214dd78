package dev.autohttps.acme.connection;

import java.net.URI;
import java.net.URISyntaxException;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStore;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/**
 * What is the same in every Pebble, Let's Encrypt's test CA, as its image is published.
 */
public final class Pebble {

	/**
	 * The port of its ACME directory in the container.
	 */
	public static final int PORT = 14000;

	/**
	 * The file in the container with the CA that vouches for its API. It has nothing to
	 * do with the certificates that Pebble issues.
	 */
	public static final String TRUST = "/test/certs/pebble.minica.pem";

	private Pebble() {
	}

	/**
	 * Return the URL of its directory.
	 * @param host the host by which the container is reached
	 * @param port the port by which {@link #PORT} is reached there
	 * @return the URL
	 */
	public static URI directory(String host, int port) {
		try {
			return new URI("https", null, host, port, "/dir", null, null);
		}
		catch (URISyntaxException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	/**
	 * Return a bundle that trusts who vouches for its API, and nobody else.
	 * @param pem certificates in PEM
	 * @return the bundle
	 */
	public static SslBundle trust(String pem) {
		return SslBundle.of(new PemSslStoreBundle(null, PemSslStore.load(PemSslStoreDetails.forCertificate(pem))));
	}

}
