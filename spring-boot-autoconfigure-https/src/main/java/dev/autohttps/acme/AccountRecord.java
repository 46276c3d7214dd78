package dev.autohttps.acme;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

import dev.autohttps.certificate.AccountStatus;
import dev.autohttps.certificate.InvalidCertificateException;
import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.StoreRecord;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.toolbox.JoseUtils;

/**
 * An account as it is stored: its key, and what the CA and we told each other.
 */
final class AccountRecord {

	private static final String KEY = "key";

	private static final String NEXT_KEY = "next-key";

	private static final String LOCATION = "location";

	private static final String STATUS = "status";

	private static final String CONTACTS = "contacts";

	private static final String REGISTERED_AT = "registered-at";

	private static final String TERMS = "terms";

	private static final String TERMS_SEEN = "terms-seen";

	private final Map<String, String> values;

	private final KeyPair key;

	private AccountRecord(Map<String, String> values, KeyPair key) {
		this.values = values;
		this.key = key;
	}

	/**
	 * Begin an account that the CA has not heard of yet.
	 */
	static AccountRecord begin() {
		KeyPair made = KeyType.EC_P256.generate();
		Map<String, String> values = new TreeMap<>();
		put(values, KEY, made);
		return new AccountRecord(values, made);
	}

	/**
	 * Describe an account that another client made.
	 */
	static AccountRecord of(ForeignAccount account) {
		Map<String, String> values = new TreeMap<>();
		put(values, KEY, account.key());
		putText(values, LOCATION, account.location());
		putText(values, REGISTERED_AT, account.registeredAt());
		return new AccountRecord(values, account.key());
	}

	static AccountRecord decode(byte[] content) throws InvalidCertificateException {
		Map<String, String> values = StoreRecord.decode(content);
		try {
			return new AccountRecord(values, keyPair(values, KEY));
		}
		catch (GeneralSecurityException | IllegalArgumentException ex) {
			throw new InvalidCertificateException("it has no account key", ex);
		}
	}

	byte[] encode() {
		return StoreRecord.encode(this.values);
	}

	KeyPair key() {
		return this.key;
	}

	boolean hasKey(KeyPair other) {
		return this.key.getPublic().equals(other.getPublic());
	}

	/**
	 * Return the key that the account may have already, since the CA was or is being
	 * asked to take it.
	 */
	@Nullable KeyPair nextKey() {
		try {
			return this.values.containsKey(NEXT_KEY + ".private") ? keyPair(this.values, NEXT_KEY) : null;
		}
		catch (GeneralSecurityException | IllegalArgumentException ex) {
			return null;
		}
	}

	/**
	 * Return the account's URL. Without it an account is found again by its key (RFC 8555
	 * section 7.3.1).
	 */
	@Nullable URL location() {
		String location = this.values.get(LOCATION);
		try {
			return (location != null) ? URI.create(location).toURL() : null;
		}
		catch (MalformedURLException | IllegalArgumentException ex) {
			return null;
		}
	}

	/**
	 * Return the contacts that the CA was told, or {@code null} if they are not known.
	 */
	@Nullable List<String> contacts() {
		String contacts = this.values.get(CONTACTS);
		if (contacts == null) {
			return null;
		}
		return contacts.isEmpty() ? List.of() : List.of(contacts.split(" "));
	}

	/**
	 * Return the terms of service that were last seen at the CA, or {@code null} if none
	 * were.
	 */
	@Nullable String termsSeen() {
		String seen = this.values.get(TERMS_SEEN);
		return (seen != null) ? seen : this.values.get(TERMS);
	}

	@Nullable AccountStatus status() {
		URL location = location();
		if (location == null) {
			return null;
		}
		List<String> contacts = contacts();
		return new AccountStatus(location, standing(), (contacts != null) ? contacts : List.of(), registeredAt(),
				this.values.get(TERMS));
	}

	/**
	 * Return the status that the CA last told of the account, in its own words.
	 */
	String standing() {
		return this.values.getOrDefault(STATUS, AccountStatus.VALID);
	}

	private @Nullable Instant registeredAt() {
		try {
			String at = this.values.get(REGISTERED_AT);
			return (at != null) ? Instant.parse(at) : null;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	/**
	 * Return this account after the CA made it.
	 */
	AccountRecord made(URL location, List<String> contacts, @Nullable String terms, Instant now) {
		return changed((values) -> {
			values.put(LOCATION, location.toString());
			values.put(STATUS, AccountStatus.VALID);
			values.put(CONTACTS, String.join(" ", contacts));
			values.put(REGISTERED_AT, now.toString());
			values.remove(TERMS_SEEN);
			values.remove(TERMS);
			if (terms != null) {
				values.put(TERMS, terms);
			}
		});
	}

	/**
	 * Return this account after the CA said that it has it, of whose contacts nothing is
	 * known.
	 */
	AccountRecord found(URL location) {
		return changed((values) -> {
			values.put(LOCATION, location.toString());
			values.put(STATUS, AccountStatus.VALID);
			values.remove(CONTACTS);
		});
	}

	/**
	 * Return this account after the CA forgot it.
	 */
	AccountRecord withoutLocation() {
		return changed((values) -> {
			values.remove(LOCATION);
			values.remove(STATUS);
		});
	}

	AccountRecord withContacts(List<String> contacts) {
		return changed((values) -> values.put(CONTACTS, String.join(" ", contacts)));
	}

	AccountRecord withStanding(String status) {
		return status.equals(standing()) ? this : changed((values) -> values.put(STATUS, status));
	}

	AccountRecord withTermsSeen(String terms) {
		return changed((values) -> values.put(TERMS_SEEN, terms));
	}

	AccountRecord withNextKey(KeyPair next) {
		return changed((values) -> put(values, NEXT_KEY, next));
	}

	AccountRecord withoutNextKey() {
		return changed(AccountRecord::removeNextKey);
	}

	/**
	 * Return this account with the key that the CA took.
	 */
	AccountRecord withKey(KeyPair taken) {
		AccountRecord changed = changed((values) -> {
			removeNextKey(values);
			put(values, KEY, taken);
		});
		return new AccountRecord(changed.values, taken);
	}

	private AccountRecord changed(Consumer<Map<String, String>> change) {
		Map<String, String> copy = new TreeMap<>(this.values);
		change.accept(copy);
		return new AccountRecord(copy, this.key);
	}

	private static void removeNextKey(Map<String, String> values) {
		values.remove(NEXT_KEY + ".private");
		values.remove(NEXT_KEY + ".public");
	}

	private static void put(Map<String, String> values, String name, KeyPair key) {
		values.put(name + ".private", Base64.getEncoder().encodeToString(key.getPrivate().getEncoded()));
		values.put(name + ".public", Base64.getEncoder().encodeToString(key.getPublic().getEncoded()));
	}

	private static void putText(Map<String, String> values, String name, @Nullable Object value) {
		if (value != null) {
			values.put(name, value.toString());
		}
	}

	/**
	 * Ours is an EC key, that of another client may be an RSA key.
	 */
	private static KeyPair keyPair(Map<String, String> values, String name) throws GeneralSecurityException {
		try {
			return keyPair(values, name, KeyType.EC_P256.algorithm());
		}
		catch (InvalidKeySpecException ex) {
			return keyPair(values, name, KeyType.RSA_2048.algorithm());
		}
	}

	private static KeyPair keyPair(Map<String, String> values, String name, String algorithm)
			throws GeneralSecurityException {
		KeyFactory factory = KeyFactory.getInstance(algorithm);
		return new KeyPair(factory.generatePublic(new X509EncodedKeySpec(decode(values, name + ".public"))),
				factory.generatePrivate(new PKCS8EncodedKeySpec(decode(values, name + ".private"))));
	}

	private static byte[] decode(Map<String, String> values, String name) {
		return Base64.getDecoder().decode(values.getOrDefault(name, "").getBytes(StandardCharsets.US_ASCII));
	}

	/**
	 * Return what tells a key from others (RFC 7638).
	 */
	static String thumbprint(PublicKey key) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(JoseUtils.thumbprint(key));
	}

	@Override
	public String toString() {
		return "AccountRecord[" + this.values.get(LOCATION) + "]";
	}

}
