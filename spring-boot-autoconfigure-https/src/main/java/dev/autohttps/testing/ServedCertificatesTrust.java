package dev.autohttps.testing;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Date;
import java.util.HexFormat;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import dev.autohttps.certificate.LiveCertificate;
import dev.autohttps.certificate.LiveCertificates;

/**
 * Trust in the very certificates that this application serves, whoever issued them, and
 * else in what a client trusts anyway. A placeholder is not trusted, nor is a certificate
 * that is not valid by the application's clock. Whether it is for the host that the
 * client wanted is checked by the JDK, as it does for each trust manager of this type.
 */
public final class ServedCertificatesTrust implements X509TrustManager {

	private final LiveCertificates live;

	private final InstantSource clock;

	private final X509TrustManager otherwise;

	/**
	 * Create new trust.
	 * @param live what is served
	 * @param clock the time
	 */
	public ServedCertificatesTrust(LiveCertificates live, InstantSource clock) {
		this(live, clock, ofTheJdk());
	}

	private ServedCertificatesTrust(LiveCertificates live, InstantSource clock, X509TrustManager otherwise) {
		this.live = live;
		this.clock = clock;
		this.otherwise = otherwise;
	}

	/**
	 * Return the same trust for a client that trusts others beside it.
	 * @param otherwise what the client trusts anyway
	 * @return trust in both
	 */
	ServedCertificatesTrust or(TrustManager[] otherwise) {
		return new ServedCertificatesTrust(this.live, this.clock, x509(otherwise));
	}

	/**
	 * Return a context for a client with this trust.
	 * @return a new context
	 */
	public SSLContext createContext() {
		try {
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, new TrustManager[] { this }, null);
			return context;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("This JDK has no TLS", ex);
		}
	}

	@Override
	public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
		if (chain.length == 0 || !isServed(chain[0])) {
			this.otherwise.checkServerTrusted(chain, authType);
			return;
		}
		chain[0].checkValidity(Date.from(this.clock.instant()));
	}

	@Override
	public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
		this.otherwise.checkClientTrusted(chain, authType);
	}

	@Override
	public X509Certificate[] getAcceptedIssuers() {
		return this.otherwise.getAcceptedIssuers();
	}

	private boolean isServed(X509Certificate certificate) throws CertificateException {
		String alias = fingerprint(certificate);
		LiveCertificate current = this.live.current().byAlias(alias);
		if (current != null && current.isPlaceholder()) {
			throw new CertificateException("Certificate '" + current.id().name()
					+ "' has not been issued yet, and what keeps its place is trusted by no client: let the test wait "
					+ "for the event CertificateIssued");
		}
		// It may have been replaced after it was presented.
		return this.live.byAlias(alias) != null;
	}

	private static String fingerprint(X509Certificate certificate) throws CertificateException {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
		}
		catch (GeneralSecurityException ex) {
			throw new CertificateException("The certificate has no fingerprint", ex);
		}
	}

	private static X509TrustManager ofTheJdk() {
		try {
			TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			factory.init((KeyStore) null);
			return x509(factory.getTrustManagers());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("The JDK's trust store cannot be read", ex);
		}
	}

	private static X509TrustManager x509(TrustManager[] managers) {
		for (TrustManager manager : managers) {
			if (manager instanceof X509TrustManager x509) {
				return x509;
			}
		}
		throw new IllegalStateException("There is no X.509 trust");
	}

}
