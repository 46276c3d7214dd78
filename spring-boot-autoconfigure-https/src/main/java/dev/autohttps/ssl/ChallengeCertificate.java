package dev.autohttps.ssl;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.Domain;
import dev.autohttps.certificate.InvalidCertificateException;
import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.ServerCertificate;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The self-signed certificate that answers one challenge (RFC 8737 section 3): the name
 * that is validated, and the digest of the key authorization.
 */
final class ChallengeCertificate {

	private static final ASN1ObjectIdentifier ACME_IDENTIFIER = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.31");

	private static final X500Name NAME = new X500Name("CN=ACME challenge");

	/**
	 * Nobody looks at it, but a clock that is wrong should not spoil it.
	 */
	private static final Duration VALIDITY = Duration.ofDays(7);

	private ChallengeCertificate() {
	}

	/**
	 * Make the certificate of an answer.
	 * @param answer an answer to a challenge of type {@code tls-alpn-01}
	 * @param now the present moment
	 * @return a certificate with a fresh key
	 */
	static ServerCertificate of(ChallengeAnswer answer, Instant now)
			throws GeneralSecurityException, IOException, OperatorCreationException, InvalidCertificateException {
		KeyPair key = KeyType.EC_P256.generate();
		JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(NAME,
				new BigInteger(127, new SecureRandom()).setBit(126), Date.from(now.minus(VALIDITY)),
				Date.from(now.plus(VALIDITY)), NAME, key.getPublic());
		builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(name(answer.identifier())));
		byte[] digest = MessageDigest.getInstance("SHA-256").digest(answer.content().getBytes(StandardCharsets.UTF_8));
		builder.addExtension(ACME_IDENTIFIER, true, new DEROctetString(digest));
		return ServerCertificate.of(key.getPrivate(), List.of(new JcaX509CertificateConverter()
			.getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate())))));
	}

	private static GeneralName name(String identifier) {
		boolean address = Domain.parse(identifier).type() == Domain.Type.IP;
		return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, identifier);
	}

}
