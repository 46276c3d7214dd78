package dev.autohttps.ssl;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.InvalidCertificateException;
import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.ServerCertificate;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * What the certificate of a challenge says (RFC 8737 section 3). Apart from those who
 * keep it, so that an application that is asked no question does not load BouncyCastle.
 */
final class ChallengeCertificate {

	private static final ASN1ObjectIdentifier ACME_IDENTIFIER = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.31");

	private static final Duration VALIDITY = Duration.ofDays(7);

	private ChallengeCertificate() {
	}

	static ServerCertificate of(ChallengeAnswer answer, Instant notBefore) {
		KeyPair key = KeyType.EC_P256.generate();
		X500Name name = new X500Name("CN=ACME challenge");
		int type = ReverseName.isAddress(answer.identifier()) ? GeneralName.iPAddress : GeneralName.dNSName;
		try {
			JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(name,
					new BigInteger(127, new SecureRandom()), Date.from(notBefore), Date.from(notBefore.plus(VALIDITY)),
					name, key.getPublic());
			builder.addExtension(Extension.subjectAlternativeName, false,
					new GeneralNames(new GeneralName(type, answer.identifier())));
			builder.addExtension(ACME_IDENTIFIER, true, new DEROctetString(
					MessageDigest.getInstance("SHA-256").digest(answer.content().getBytes(StandardCharsets.US_ASCII))));
			X509Certificate certificate = new JcaX509CertificateConverter()
				.getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate())));
			return ServerCertificate.of(key.getPrivate(), List.of(certificate));
		}
		catch (GeneralSecurityException | CertIOException | OperatorCreationException
				| InvalidCertificateException ex) {
			throw new IllegalStateException("A certificate for " + answer.identifier() + " cannot be made", ex);
		}
	}

}
