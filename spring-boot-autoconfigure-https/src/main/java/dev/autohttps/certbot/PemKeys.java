package dev.autohttps.certbot;

import java.io.IOException;
import java.io.StringReader;
import java.security.PrivateKey;

import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.jspecify.annotations.Nullable;

/**
 * Private keys in the forms that certbot has written over the years: PKCS#8, PKCS#1 and
 * SEC1.
 */
final class PemKeys {

	private PemKeys() {
	}

	/**
	 * Read the first private key of a PEM text.
	 * @throws NotUsableException if there is none, with half a sentence of which the file
	 * is the subject and which has nothing of the key
	 */
	static PrivateKey read(String pem) throws NotUsableException {
		try (PEMParser parser = new PEMParser(new StringReader(pem))) {
			PrivateKeyInfo key = next(parser);
			if (key == null) {
				throw new NotUsableException("has no private key");
			}
			return new JcaPEMKeyConverter().getPrivateKey(key);
		}
		catch (IOException | RuntimeException ex) {
			// Without the cause: it may quote what it could not parse.
			throw new NotUsableException("has no private key that can be read");
		}
	}

	private static @Nullable PrivateKeyInfo next(PEMParser parser) throws IOException {
		Object object = parser.readObject();
		while (object != null) {
			if (object instanceof PrivateKeyInfo key) {
				return key;
			}
			if (object instanceof PEMKeyPair pair) {
				return pair.getPrivateKeyInfo();
			}
			object = parser.readObject();
		}
		return null;
	}

}
