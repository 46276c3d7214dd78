package dev.autohttps.certificate;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

import dev.autohttps.certificate.Issuance.Step;
import org.jspecify.annotations.Nullable;

/**
 * The issuances in a {@link Store}: at most one for each certificate.
 */
public final class IssuanceRepository {

	private static final String DETAIL = "detail.";

	private final Store store;

	private final SetAside aside;

	/**
	 * Create a new repository.
	 * @param store where the issuances are kept
	 * @param clock tells when something is set aside
	 * @param warnings told, in a sentence for people, of each entry that cannot be used
	 */
	public IssuanceRepository(Store store, InstantSource clock, Consumer<String> warnings) {
		this.store = store;
		this.aside = new SetAside(store, clock, warnings);
	}

	/**
	 * Find the issuance that was begun, for one who may go on with it. What is garbled is
	 * set aside.
	 * @param issuer the issuer's id
	 * @param spec the certificate that is wanted
	 * @return the issuance, or {@code null} if there is none that can be gone on with
	 * @throws StoreException if the store cannot be read
	 */
	public @Nullable Issuance find(String issuer, CertificateSpec spec) {
		StoreEntry entry = this.store.load(key(issuer, spec));
		if (entry == null) {
			return null;
		}
		try {
			return decode(spec, StoreRecord.decode(entry.content()));
		}
		catch (InvalidCertificateException ex) {
			// Half an issuance is worth nothing: the order is placed anew.
			this.aside.put(key(issuer, spec), entry, ex);
			return null;
		}
	}

	/**
	 * Find the answers of the issuance that was begun, for one who only looks: nothing is
	 * set aside.
	 * @param issuer the issuer's id
	 * @param spec the certificate that is wanted
	 * @return the answers, none if there is no issuance that can be gone on with
	 * @throws StoreException if the store cannot be read
	 */
	public List<ChallengeAnswer> answers(String issuer, CertificateSpec spec) {
		return answers(key(issuer, spec));
	}

	/**
	 * Find the answers of the issuance that is kept under a key, for one who only looks.
	 * @param key a {@linkplain #key(String, CertificateSpec) key}
	 * @return the answers, none if there is no issuance that can be gone on with
	 * @throws StoreException if the store cannot be read
	 */
	public List<ChallengeAnswer> answers(String key) {
		StoreEntry entry = this.store.load(key);
		return (entry != null) ? answers(StoreRecord.decode(entry.content())) : List.of();
	}

	/**
	 * Keep an issuance, in place of the state that was saved before.
	 * @param issuer the issuer's id
	 * @param issuance the issuance
	 * @throws StoreException if it cannot be saved
	 */
	public void save(String issuer, Issuance issuance) {
		this.store.put(key(issuer, issuance.spec()), StoreRecord.encode(encode(issuance)));
	}

	/**
	 * Forget an issuance. Forgetting one that is not there does nothing.
	 * @param issuer the issuer's id
	 * @param spec the certificate that is wanted
	 * @throws StoreException if it cannot be deleted
	 */
	public void delete(String issuer, CertificateSpec spec) {
		this.store.remove(key(issuer, spec));
	}

	/**
	 * Take an issuance out of the way that can never be finished but has a certificate.
	 * @param issuer the issuer's id
	 * @param spec the certificate that is wanted
	 * @param reason what is wrong with it
	 */
	public void setAside(String issuer, CertificateSpec spec, String reason) {
		StoreEntry entry = this.store.load(key(issuer, spec));
		if (entry != null) {
			this.aside.put(key(issuer, spec), entry, new InvalidCertificateException(reason));
		}
	}

	/**
	 * Return where an issuance is kept.
	 * @param issuer the issuer's id
	 * @param spec the certificate that is wanted
	 * @return the key in the store
	 */
	public static String key(String issuer, CertificateSpec spec) {
		return StoreKeys.of("issuances", issuer, spec) + ".properties";
	}

	private static Map<String, String> encode(Issuance issuance) {
		Map<String, String> values = new TreeMap<>();
		values.put("step", issuance.step().name());
		values.put("not-before", issuance.notBefore().toString());
		values.put("key.private", Base64.getEncoder().encodeToString(issuance.key().getPrivate().getEncoded()));
		values.put("key.public", Base64.getEncoder().encodeToString(issuance.key().getPublic().getEncoded()));
		issuance.details().forEach((name, value) -> values.put(DETAIL + name, value));
		for (int i = 0; i < issuance.answers().size(); i++) {
			ChallengeAnswer answer = issuance.answers().get(i);
			values.put("answer." + i + ".type", answer.type());
			values.put("answer." + i + ".identifier", answer.identifier());
			values.put("answer." + i + ".token", answer.token());
			values.put("answer." + i + ".content", answer.content());
		}
		if (!issuance.chain().isEmpty()) {
			values.put("chain", Pem.encode(issuance.chain()));
		}
		return values;
	}

	private static Issuance decode(CertificateSpec spec, Map<String, String> values)
			throws InvalidCertificateException {
		try {
			Map<String, String> details = new TreeMap<>();
			values.forEach((name, value) -> {
				if (name.startsWith(DETAIL)) {
					details.put(name.substring(DETAIL.length()), value);
				}
			});
			return new Issuance(spec, key(spec, values), Step.valueOf(values.getOrDefault("step", "")),
					Instant.parse(values.getOrDefault("not-before", "")), details, answers(values),
					Pem.certificates(values.getOrDefault("chain", "")));
		}
		catch (GeneralSecurityException | IllegalArgumentException | DateTimeException ex) {
			throw new InvalidCertificateException("it is garbled", ex);
		}
	}

	private static KeyPair key(CertificateSpec spec, Map<String, String> values)
			throws InvalidCertificateException, GeneralSecurityException {
		PrivateKey privateKey = Pem.privateKey(decode(values, "key.private"));
		KeyFactory factory = KeyFactory.getInstance(spec.id().keyType().algorithm());
		return new KeyPair(factory.generatePublic(new X509EncodedKeySpec(decode(values, "key.public"))), privateKey);
	}

	private static List<ChallengeAnswer> answers(Map<String, String> values) {
		List<ChallengeAnswer> answers = new ArrayList<>();
		for (int i = 0; values.containsKey("answer." + i + ".type"); i++) {
			String prefix = "answer." + i + ".";
			answers.add(new ChallengeAnswer(values.getOrDefault(prefix + "type", ""),
					values.getOrDefault(prefix + "identifier", ""), values.getOrDefault(prefix + "token", ""),
					values.getOrDefault(prefix + "content", "")));
		}
		return answers;
	}

	private static byte[] decode(Map<String, String> values, String name) {
		return Base64.getDecoder().decode(values.getOrDefault(name, "").getBytes(StandardCharsets.US_ASCII));
	}

}
