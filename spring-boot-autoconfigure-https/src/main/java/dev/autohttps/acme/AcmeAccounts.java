package dev.autohttps.acme;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

import dev.autohttps.certificate.InvalidCertificateException;
import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.SetAside;
import dev.autohttps.certificate.StaleVersionException;
import dev.autohttps.certificate.Store;
import dev.autohttps.certificate.StoreEntry;
import dev.autohttps.certificate.StoreException;
import dev.autohttps.certificate.StoreRecord;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.exception.AcmeException;

/**
 * The account at one CA: one key for ever, stored before the CA hears of it.
 */
final class AcmeAccounts {

	private static final Log logger = LogFactory.getLog(AcmeAccounts.class);

	private final AcmeServer server;

	private final AccountSettings settings;

	private final Store store;

	private final InstantSource clock;

	private @Nullable Login login;

	AcmeAccounts(AcmeServer server, AccountSettings settings, Store store, InstantSource clock) {
		this.clock = clock;
		this.server = server;
		this.settings = settings;
		this.store = store;
	}

	/**
	 * Log in, with the account that is stored, else with a new one.
	 */
	synchronized Login login(Session session) throws AcmeException {
		Login known = this.login;
		if (known != null && known.getSession() == session) {
			return known;
		}
		Map<String, String> values = load();
		KeyPair keyPair = keyPair(values);
		URL location = url(values.get("location"));
		known = (location != null) ? session.login(location, keyPair) : register(session, keyPair, values);
		this.login = known;
		return known;
	}

	/**
	 * Register the key again, since the CA has forgotten it, unless that was done since.
	 */
	synchronized Login registerAgain(Session session, Login forgotten) throws AcmeException {
		Login known = this.login;
		if (known != null && known != forgotten) {
			return known;
		}
		Map<String, String> values = load();
		logger.warn(this.server + " does not know our account any more; its key is registered again");
		Login registered = register(session, keyPair(values), values);
		this.login = registered;
		return registered;
	}

	/**
	 * Return the URL of the account that is stored, without making one.
	 * @throws StoreException if the store cannot be read
	 */
	@Nullable String location() {
		StoreEntry entry = this.store.load(key());
		return (entry != null) ? StoreRecord.decode(entry.content()).get("location") : null;
	}

	private Login register(Session session, KeyPair keyPair, Map<String, String> values) throws AcmeException {
		AccountBuilder builder = new AccountBuilder().useKeyPair(keyPair);
		this.settings.contacts().forEach(builder::addEmail);
		if (this.settings.termsOfServiceAgreed()) {
			builder.agreeToTermsOfService();
		}
		AccountSettings.Binding binding = this.settings.binding();
		if (binding != null) {
			// What CAs expect whatever the key's length; acme4j would go by that.
			builder.withKeyIdentifier(binding.keyId(), binding.macKey())
				.withMacAlgorithm(AlgorithmIdentifiers.HMAC_SHA256);
		}
		Login registered = builder.createLogin(session);
		values.put("location", registered.getAccountLocation().toString());
		this.store.put(key(), StoreRecord.encode(values));
		logger.info("The account at " + this.server + " is " + registered.getAccountLocation());
		return registered;
	}

	/**
	 * Load the account, or make the key of a new one. What is garbled is set aside: to
	 * lose an account costs little, to renew nothing until somebody mends it would not.
	 */
	private Map<String, String> load() {
		StoreEntry entry = this.store.load(key());
		if (entry == null) {
			return create();
		}
		Map<String, String> values = StoreRecord.decode(entry.content());
		try {
			keyPair(values);
			return values;
		}
		catch (StoreException ex) {
			new SetAside(this.store, this.clock, logger::warn).put(key(), entry,
					new InvalidCertificateException("it has no account key", ex));
			return create();
		}
	}

	private Map<String, String> create() {
		KeyPair made = KeyType.EC_P256.generate();
		Map<String, String> values = new TreeMap<>();
		values.put("key.private", Base64.getEncoder().encodeToString(made.getPrivate().getEncoded()));
		values.put("key.public", Base64.getEncoder().encodeToString(made.getPublic().getEncoded()));
		try {
			this.store.save(key(), StoreRecord.encode(values), null);
			return values;
		}
		catch (StaleVersionException ex) {
			// Another process made one at the same moment: that one counts.
			StoreEntry entry = this.store.load(key());
			return (entry != null) ? StoreRecord.decode(entry.content()) : values;
		}
	}

	private KeyPair keyPair(Map<String, String> values) {
		try {
			KeyFactory factory = KeyFactory.getInstance(KeyType.EC_P256.algorithm());
			return new KeyPair(factory.generatePublic(new X509EncodedKeySpec(decode(values, "key.public"))),
					factory.generatePrivate(new PKCS8EncodedKeySpec(decode(values, "key.private"))));
		}
		catch (GeneralSecurityException | IllegalArgumentException ex) {
			throw new StoreException(this.store.describe(key()) + " has no account key", ex);
		}
	}

	private static byte[] decode(Map<String, String> values, String name) {
		return Base64.getDecoder().decode(values.getOrDefault(name, "").getBytes(StandardCharsets.US_ASCII));
	}

	private String key() {
		return "accounts/" + this.server.id() + "/account.properties";
	}

	/**
	 * Without its URL an account is found again by its key (RFC 8555 section 7.3.1).
	 */
	private static @Nullable URL url(@Nullable String location) {
		try {
			return (location != null) ? URI.create(location).toURL() : null;
		}
		catch (MalformedURLException | IllegalArgumentException ex) {
			return null;
		}
	}

}
