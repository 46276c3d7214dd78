package dev.autohttps;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.Domains;
import dev.autohttps.certificate.InvalidCertificateException;
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.LiveCertificate;
import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.Standing;
import dev.autohttps.local.LocalCertificateIssuer;
import dev.autohttps.local.PlaceholderCertificates;
import dev.autohttps.store.file.FileStore;

/**
 * Certificates made on the spot.
 */
public final class Certificates {

	private Certificates() {
	}

	/**
	 * Make a certificate that signs itself.
	 * @param names the names it is for
	 * @return the certificate
	 */
	public static ServerCertificate selfSigned(String... names) {
		return selfSigned(Instant.now(), names);
	}

	public static ServerCertificate selfSigned(Instant notBefore, String... names) {
		return new PlaceholderCertificates(() -> notBefore).apply(Domains.of(names));
	}

	/**
	 * Have another certificate issued by the local CA of an application, and serve it.
	 * @param application the application
	 * @param store its store
	 * @param name the name of the certificate
	 * @return the new one's serial number in hexadecimal
	 */
	public static String renew(RunningApplication application, Path store, String name)
			throws IssuanceException, InvalidCertificateException {
		LiveCertificates live = application.bean(LiveCertificates.class);
		LiveCertificate former = live.current().named(name).get(0);
		CertificateSpec spec = new CertificateSpec(former.id(), former.domains(), null, List.of());
		Issuance issued = new LocalCertificateIssuer(new FileStore(store), null, Duration.ofDays(7),
				InstantSource.system())
			.advance(Issuance.begin(spec, Instant.now()));
		ServerCertificate renewed = ServerCertificate.of(issued.key().getPrivate(), issued.chain());
		live.replace(new LiveCertificate(former.id(), former.domains(), renewed, Standing.TRIAL));
		return renewed.serial();
	}

	/**
	 * Return the serial number of the certificate that a server showed.
	 * @param session the session with the server
	 * @return the serial number in hexadecimal
	 */
	public static String serial(SSLSession session) throws SSLPeerUnverifiedException {
		return ((X509Certificate) session.getPeerCertificates()[0]).getSerialNumber().toString(16);
	}

}
