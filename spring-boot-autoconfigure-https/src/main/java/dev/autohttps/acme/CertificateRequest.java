package dev.autohttps.acme;

import java.io.IOException;
import java.security.KeyPair;

import dev.autohttps.certificate.Domain;
import dev.autohttps.certificate.Domains;
import dev.autohttps.certificate.KeyType;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * A certificate signing request (RFC 2986) with the names as subject alternative names
 * alone: a common name is deprecated and has room for 64 characters only.
 */
final class CertificateRequest {

	private CertificateRequest() {
	}

	static byte[] encode(KeyPair key, KeyType keyType, Domains domains) {
		try {
			ExtensionsGenerator extensions = new ExtensionsGenerator();
			extensions.addExtension(Extension.subjectAlternativeName, false, names(domains));
			JcaPKCS10CertificationRequestBuilder builder = new JcaPKCS10CertificationRequestBuilder(
					new X500Name(new RDN[0]), key.getPublic());
			builder.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate());
			String algorithm = switch (keyType) {
				case EC_P256 -> "SHA256withECDSA";
				case EC_P384 -> "SHA384withECDSA";
				case RSA_2048, RSA_3072, RSA_4096 -> "SHA256withRSA";
			};
			return builder.build(new JcaContentSignerBuilder(algorithm).build(key.getPrivate())).getEncoded();
		}
		catch (IOException | OperatorCreationException ex) {
			throw new IllegalStateException("A signing request cannot be made with a key of type " + keyType.id(), ex);
		}
	}

	private static GeneralNames names(Domains domains) {
		return new GeneralNames(domains.stream()
			.map((domain) -> new GeneralName(
					(domain.type() == Domain.Type.IP) ? GeneralName.iPAddress : GeneralName.dNSName, domain.name()))
			.toArray(GeneralName[]::new));
	}

}
