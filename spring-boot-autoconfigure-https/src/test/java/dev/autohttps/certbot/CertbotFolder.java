package dev.autohttps.certbot;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.List;

import dev.autohttps.certificate.Pem;
import dev.autohttps.certificate.ServerCertificate;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.util.io.pem.PemObject;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/**
 * A directory as certbot lays it out.
 *
 * @param path where it is
 */
record CertbotFolder(Path path) {

	static final String SERVER = "https://ca.test/dir";

	/**
	 * Add a lineage of {@link #SERVER}.
	 */
	CertbotFolder lineage(String name, ServerCertificate certificate) {
		return lineage(name, SERVER, "0a1b", certificate);
	}

	CertbotFolder lineage(String name, String server, String account, ServerCertificate certificate) {
		return lineage(name, server, account, Pem.encode(certificate.privateKey()), certificate);
	}

	CertbotFolder lineage(String name, String server, String account, String key, ServerCertificate certificate) {
		write("renewal/" + name + ".conf", """
				# renew_before_expiry = 30 days
				version = 2.1.0
				archive_dir = /etc/letsencrypt/archive/%1$s
				cert = /etc/letsencrypt/live/%1$s/cert.pem

				# Options used in the renewal process
				[renewalparams]
				account = %2$s
				server = %3$s
				authenticator = webroot
				webroot_path = /var/www,
				key_type = ecdsa
				[[webroot_map]]
				server = /var/www/server
				""".formatted(name, account, server));
		archive(name, "privkey", key);
		archive(name, "cert", Pem.encode(List.of(certificate.leaf())));
		archive(name, "chain", Pem.encode(certificate.chain().subList(1, certificate.chain().size())));
		archive(name, "fullchain", Pem.encode(certificate.chain()));
		return this;
	}

	/**
	 * Add an account at {@code https://ca.test/dir}.
	 */
	CertbotFolder account(String id, KeyPair key, String url) {
		String folder = "accounts/ca.test/dir/" + id + "/";
		write(folder + "private_key.json", jwk(key));
		write(folder + "regr.json", "{\"body\": {}, \"uri\": \"" + url + "\"}");
		write(folder + "meta.json",
				"{\"creation_dt\": \"2025-11-23T20:13:08Z\", \"creation_host\": \"web1.shop.test\"}");
		return this;
	}

	Path write(String file, String content) {
		try {
			Path target = this.path.resolve(file);
			Files.createDirectories(target.getParent());
			return Files.writeString(target, content);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void archive(String name, String kind, String pem) {
		try {
			write("archive/" + name + "/" + kind + "1.pem", pem);
			Path link = this.path.resolve("live/" + name + "/" + kind + ".pem");
			Files.createDirectories(link.getParent());
			Files.deleteIfExists(link);
			Files.createSymbolicLink(link, Path.of("../../archive/" + name + "/" + kind + "1.pem"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static String jwk(KeyPair key) {
		try {
			PublicJsonWebKey jwk = PublicJsonWebKey.Factory.newPublicJwk(key.getPublic());
			jwk.setPrivateKey(key.getPrivate());
			return jwk.toJson(OutputControlLevel.INCLUDE_PRIVATE);
		}
		catch (JoseException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	/**
	 * A key as OpenSSL wrote it before PKCS#8: PKCS#1, or SEC1 behind its curve.
	 */
	static String traditional(PrivateKey key) {
		PrivateKeyInfo info = PrivateKeyInfo.getInstance(key.getEncoded());
		try (StringWriter text = new StringWriter(); JcaPEMWriter writer = new JcaPEMWriter(text)) {
			if (key instanceof ECPrivateKey ec) {
				ASN1Encodable curve = info.getPrivateKeyAlgorithm().getParameters();
				writer.writeObject(new PemObject("EC PARAMETERS", curve.toASN1Primitive().getEncoded()));
				writer.writeObject(new PemObject("EC PRIVATE KEY",
						new org.bouncycastle.asn1.sec.ECPrivateKey(ec.getParams().getOrder().bitLength(), ec.getS(),
								curve)
							.getEncoded()));
			}
			else {
				writer.writeObject(
						new PemObject("RSA PRIVATE KEY", info.parsePrivateKey().toASN1Primitive().getEncoded()));
			}
			writer.flush();
			return text.toString();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
