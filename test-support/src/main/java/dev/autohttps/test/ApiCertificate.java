package dev.autohttps.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.security.auth.x500.X500Principal;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The certificate with which Pebble serves its own API, as files, and the CA that vouches
 * for it and for others.
 *
 * @param authority the CA, which has nothing to do with what Pebble issues
 * @param authorityKeys the keys of the CA
 * @param authorityPem the CA as a file
 * @param certificatePem the certificate as a file
 * @param privateKeyPem its private key as a file
 */
record ApiCertificate(X509Certificate authority, KeyPair authorityKeys, Path authorityPem, Path certificatePem,
		Path privateKeyPem) {

	private static final X500Principal AUTHORITY = new X500Principal("CN=Test API CA");

	private static final X500Principal LOCALHOST = new X500Principal("CN=localhost");

	static ApiCertificate in(Path folder) {
		try {
			KeyPair authorityKeys = keyPair();
			KeyPair keys = keyPair();
			X509Certificate authority = sign(AUTHORITY, authorityKeys, authorityKeys, Duration.ofDays(7),
					Extension.basicConstraints, new BasicConstraints(0));
			X509Certificate certificate = sign(LOCALHOST, keys, authorityKeys, Duration.ofDays(7),
					Extension.subjectAlternativeName, names("localhost"));
			return new ApiCertificate(authority, authorityKeys,
					Files.writeString(folder.resolve("api-ca.pem"), pem("CERTIFICATE", authority.getEncoded())),
					Files.writeString(folder.resolve("api.pem"), pem("CERTIFICATE", certificate.getEncoded())),
					Files.writeString(folder.resolve("api-key.pem"),
							pem("PRIVATE KEY", keys.getPrivate().getEncoded())));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (GeneralSecurityException | OperatorCreationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Make another certificate.
	 * @param host a name that it is for, besides 127.0.0.1
	 * @param rest how long it is valid from now on; negative if it has expired
	 * @return what a server with that certificate needs
	 */
	SSLContext server(String host, Duration rest) {
		try {
			KeyPair keys = keyPair();
			X509Certificate certificate = sign(LOCALHOST, keys, this.authorityKeys, rest,
					Extension.subjectAlternativeName, names(host));
			KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
			store.load(null, null);
			store.setKeyEntry("server", keys.getPrivate(), new char[0], new Certificate[] { certificate });
			KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			factory.init(store, new char[0]);
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(factory.getKeyManagers(), null, null);
			return context;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (GeneralSecurityException | OperatorCreationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static GeneralNames names(String host) {
		return new GeneralNames(new GeneralName[] { new GeneralName(GeneralName.dNSName, host),
				new GeneralName(GeneralName.iPAddress, "127.0.0.1") });
	}

	private static KeyPair keyPair() throws GeneralSecurityException {
		KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
		generator.initialize(new ECGenParameterSpec("secp256r1"));
		return generator.generateKeyPair();
	}

	private static X509Certificate sign(X500Principal subject, KeyPair keys, KeyPair authorityKeys, Duration rest,
			ASN1ObjectIdentifier extension, ASN1Encodable value)
			throws GeneralSecurityException, OperatorCreationException, CertIOException {
		Instant now = Instant.now();
		JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(AUTHORITY,
				BigInteger.valueOf(System.nanoTime()), Date.from(now.minus(Duration.ofHours(1))),
				Date.from(now.plus(rest)), subject, keys.getPublic());
		builder.addExtension(extension, extension.equals(Extension.basicConstraints), value);
		return new JcaX509CertificateConverter().getCertificate(
				builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(authorityKeys.getPrivate())));
	}

	static String pem(String type, byte[] der) {
		return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(der)
				+ "\n-----END " + type + "-----\n";
	}

}
