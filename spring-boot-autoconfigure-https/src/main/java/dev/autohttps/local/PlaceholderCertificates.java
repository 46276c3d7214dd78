package dev.autohttps.local;

import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

import dev.autohttps.certificate.Domains;
import dev.autohttps.certificate.InvalidCertificateException;
import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.ServerCertificate;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;

/**
 * Makes self-signed certificates that keep the place of those that are not there yet. Who
 * looks at one reads in its name what it is.
 */
public final class PlaceholderCertificates implements Function<Domains, ServerCertificate> {

	/**
	 * The subject and issuer of a placeholder.
	 */
	public static final String NAME = "CN=Placeholder\\, no certificate was obtained yet,O=autohttps";

	private static final Duration VALIDITY = Duration.ofDays(365);

	private final InstantSource clock;

	public PlaceholderCertificates(InstantSource clock) {
		this.clock = clock;
	}

	/**
	 * Make a placeholder.
	 * @param domains the names it keeps the place for
	 * @return a fresh self-signed certificate
	 */
	@Override
	public ServerCertificate apply(Domains domains) {
		KeyPair key = KeyType.EC_P256.generate();
		X500Name name = new X500Name(NAME);
		Instant now = this.clock.instant();
		X509 certificate = new X509(name, name, key.getPublic(), now, now.plus(VALIDITY))
			.with(Extension.subjectAlternativeName, false, X509.names(domains));
		try {
			return ServerCertificate.of(key.getPrivate(), List.of(certificate.sign(key.getPrivate())));
		}
		catch (InvalidCertificateException ex) {
			throw new IllegalStateException("A placeholder could not be made", ex);
		}
	}

}
