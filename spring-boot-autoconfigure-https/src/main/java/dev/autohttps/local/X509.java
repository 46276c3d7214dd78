package dev.autohttps.local;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;

import dev.autohttps.certificate.Domain;
import dev.autohttps.certificate.Domains;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate in the making, signed with a key of the JDK.
 */
final class X509 {

	private final JcaX509v3CertificateBuilder builder;

	X509(X500Name issuer, X500Name subject, PublicKey key, Instant notBefore, Instant notAfter) {
		BigInteger serial = new BigInteger(127, new SecureRandom()).setBit(126);
		this.builder = new JcaX509v3CertificateBuilder(issuer, serial, Date.from(notBefore), Date.from(notAfter),
				subject, key);
	}

	X509 with(ASN1ObjectIdentifier extension, boolean critical, ASN1Encodable value) {
		try {
			this.builder.addExtension(extension, critical, value);
			return this;
		}
		catch (CertIOException ex) {
			throw new IllegalStateException("Extension " + extension + " cannot be encoded", ex);
		}
	}

	X509Certificate sign(PrivateKey key) {
		try {
			String algorithm = key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
			return new JcaX509CertificateConverter()
				.getCertificate(this.builder.build(new JcaContentSignerBuilder(algorithm).build(key)));
		}
		catch (OperatorCreationException | GeneralSecurityException ex) {
			throw new IllegalStateException("A certificate cannot be made with a key of type " + key.getAlgorithm(),
					ex);
		}
	}

	static GeneralNames names(Domains domains) {
		return new GeneralNames(domains.stream()
			.map((domain) -> new GeneralName(
					(domain.type() == Domain.Type.IP) ? GeneralName.iPAddress : GeneralName.dNSName, domain.name()))
			.toArray(GeneralName[]::new));
	}

	static JcaX509ExtensionUtils extensions() {
		try {
			return new JcaX509ExtensionUtils();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every JDK has SHA-1", ex);
		}
	}

}
