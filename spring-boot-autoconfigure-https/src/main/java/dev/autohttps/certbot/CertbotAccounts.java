package dev.autohttps.certbot;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import dev.autohttps.acme.ForeignAccount;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * The accounts in a certbot directory, below {@code accounts/HOST/PATH} of the CA's
 * directory.
 */
final class CertbotAccounts {

	private static final Map<String, String> ALGORITHMS = Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA");

	private static final byte[] PROBE = new byte[32];

	private final CertbotFiles files;

	CertbotAccounts(CertbotFiles files) {
		this.files = files;
	}

	/**
	 * Find the folder of the account at a CA.
	 * @param server the CA's directory
	 * @param used the accounts that lineages were obtained with, the best first
	 * @return a folder, or {@code null} if there is none
	 * @throws NotUsableException if it is not clear which one
	 */
	@Nullable Path find(URI server, Collection<String> used) throws NotUsableException {
		List<Path> all = this.files.list(folder(server)).stream().filter(Files::isDirectory).toList();
		for (String name : used) {
			for (Path one : all) {
				if (one.getFileName().toString().equals(name)) {
					return one;
				}
			}
		}
		if (all.size() > 1) {
			throw new NotUsableException(folder(server) + " has " + all.size()
					+ " accounts, of which no lineage names one: set https.certbot.directory to a copy that has one of "
					+ "them only");
		}
		return all.isEmpty() ? null : all.get(0);
	}

	/**
	 * Read an account.
	 * @throws NotUsableException if its key cannot be read; what else is missing can be
	 * asked of the CA
	 */
	ForeignAccount read(Path folder, URI server) throws NotUsableException {
		return new ForeignAccount(key(folder.resolve("private_key.json")), location(folder, server),
				registeredAt(folder));
	}

	/**
	 * Return the URL of an account.
	 * @param server the CA's directory
	 * @param name the name of the account's folder
	 * @return the URL, or {@code null} if it is not known
	 */
	@Nullable String location(URI server, String name) {
		URL location = location(folder(server).resolve(name), server);
		return (location != null) ? location.toString() : null;
	}

	/**
	 * One at another host is of the CA's former directory, so that the CA must be asked
	 * which it is today.
	 */
	private @Nullable URL location(Path folder, URI server) {
		try {
			Object uri = json(folder.resolve("regr.json")).get("uri");
			URI location = URI.create((uri != null) ? uri.toString() : "");
			boolean same = server.getAuthority().equals(location.getAuthority())
					&& "https".equals(location.getScheme());
			return same ? location.toURL() : null;
		}
		catch (NotUsableException | IllegalArgumentException | MalformedURLException ex) {
			return null;
		}
	}

	private @Nullable Instant registeredAt(Path folder) {
		try {
			return Instant.parse(String.valueOf(json(folder.resolve("meta.json")).get("creation_dt")));
		}
		catch (NotUsableException | DateTimeException ex) {
			return null;
		}
	}

	private KeyPair key(Path file) throws NotUsableException {
		String jwk = this.files.read(file);
		try {
			JsonWebKey key = JsonWebKey.Factory.newJwk(jwk);
			if (key instanceof PublicJsonWebKey pair && isPair(pair)) {
				return new KeyPair(pair.getPublicKey(), pair.getPrivateKey());
			}
		}
		catch (JoseException | GeneralSecurityException | RuntimeException ex) {
			// Said below, without the cause: it may quote the key.
		}
		throw new NotUsableException(file + " has no account key");
	}

	/**
	 * A key that the account does not have would be refused by the CA for ever.
	 */
	private static boolean isPair(PublicJsonWebKey key) throws GeneralSecurityException {
		PrivateKey own = key.getPrivateKey();
		if (own == null || !ALGORITHMS.containsKey(own.getAlgorithm())) {
			return false;
		}
		Signature signature = Signature.getInstance(ALGORITHMS.get(own.getAlgorithm()));
		signature.initSign(own);
		signature.update(PROBE);
		byte[] signed = signature.sign();
		signature.initVerify(key.getPublicKey());
		signature.update(PROBE);
		return signature.verify(signed);
	}

	private Map<String, Object> json(Path file) throws NotUsableException {
		try {
			return JsonUtil.parseJson(this.files.read(file));
		}
		catch (JoseException ex) {
			throw new NotUsableException(file + " is no JSON", ex);
		}
	}

	private Path folder(URI server) {
		return this.files.at(("accounts/" + server.getAuthority() + server.getPath()).split("/"));
	}

}
