package dev.autohttps.certificate;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * The {@link RenewalNotes} in a {@link Store}: those of the newest certificate alone.
 * What is garbled or lost is made anew from the certificate, since nothing hangs on it
 * for long.
 */
public final class RenewalNotesRepository {

	private static final String DETAIL = "detail.";

	private final Store store;

	public RenewalNotesRepository(Store store) {
		this.store = store;
	}

	/**
	 * Find the notes on a certificate.
	 * @param issuer the issuer's id
	 * @param spec the certificate that is wanted
	 * @param certificate the certificate that is there
	 * @return the notes, at least what the certificate says itself
	 * @throws StoreException if the store cannot be read
	 */
	public RenewalNotes find(String issuer, CertificateSpec spec, ServerCertificate certificate) {
		StoreEntry entry = this.store.load(key(issuer, spec));
		if (entry == null) {
			return RenewalNotes.of(certificate);
		}
		Map<String, String> values = StoreRecord.decode(entry.content());
		try {
			return certificate.alias().equals(values.get("certificate")) ? decode(certificate.alias(), values)
					: RenewalNotes.of(certificate);
		}
		catch (DateTimeException ex) {
			return RenewalNotes.of(certificate);
		}
	}

	/**
	 * Keep notes, in place of those before.
	 * @param issuer the issuer's id
	 * @param spec the certificate that is wanted
	 * @param notes the notes
	 * @throws StoreException if they cannot be saved
	 */
	public void save(String issuer, CertificateSpec spec, RenewalNotes notes) {
		Map<String, String> values = new TreeMap<>();
		values.put("certificate", notes.alias());
		values.put("obtained-at", notes.obtainedAt().toString());
		values.put("hurried", String.valueOf(notes.hurried()));
		values.put("ask-again", notes.askAgain().toString());
		RenewalInfo info = notes.info();
		if (info != null) {
			values.put("window.start", info.start().toString());
			values.put("window.end", info.end().toString());
			put(values, "window.explanation", info.explanation());
		}
		put(values, "chosen", notes.chosen());
		put(values, "replace", notes.replace());
		notes.details().forEach((name, value) -> values.put(DETAIL + name, value));
		this.store.put(key(issuer, spec), StoreRecord.encode(values));
	}

	private static RenewalNotes decode(String alias, Map<String, String> values) {
		Map<String, String> details = new TreeMap<>();
		values.forEach((name, value) -> {
			if (name.startsWith(DETAIL)) {
				details.put(name.substring(DETAIL.length()), value);
			}
		});
		Instant askAgain = Instant.parse(values.getOrDefault("ask-again", ""));
		Instant start = instant(values, "window.start");
		Instant end = instant(values, "window.end");
		RenewalInfo info = (start != null && end != null)
				? new RenewalInfo(start, end, values.get("window.explanation"), askAgain) : null;
		return new RenewalNotes(alias, Instant.parse(values.getOrDefault("obtained-at", "")),
				Boolean.parseBoolean(values.get("hurried")), details, info, instant(values, "chosen"), askAgain,
				values.get("replace"));
	}

	private static @Nullable Instant instant(Map<String, String> values, String name) {
		String text = values.get(name);
		return (text != null) ? Instant.parse(text) : null;
	}

	private static void put(Map<String, String> values, String name, @Nullable Object value) {
		if (value != null) {
			values.put(name, value.toString());
		}
	}

	private static String key(String issuer, CertificateSpec spec) {
		return StoreKeys.of("renewals", issuer, spec) + ".properties";
	}

}
