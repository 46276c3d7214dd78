package dev.autohttps.certificate;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.autohttps.certificate.AttemptRecord.Outcome;
import dev.autohttps.certificate.Issuance.Step;
import org.jspecify.annotations.Nullable;

/**
 * The last attempts to obtain each certificate in a {@link Store}, for people to read,
 * and to see that a process was killed in the midst of one.
 */
public final class AttemptRepository {

	/**
	 * How many attempts are kept for one certificate.
	 */
	public static final int MOST = 20;

	private static final String STARTED_AT = "started-at";

	private static final Pattern NUMBERED = Pattern.compile("(\\d{1,3})\\.(.+)");

	private final Store store;

	public AttemptRepository(Store store) {
		this.store = store;
	}

	/**
	 * Find the last attempts.
	 * @param issuer the issuer's id
	 * @param spec the certificate that is wanted
	 * @return the attempts, the last one first; garbled ones are left out
	 * @throws StoreException if the store cannot be read
	 */
	public List<AttemptRecord> find(String issuer, CertificateSpec spec) {
		return load(issuer, spec).stream().map(AttemptRepository::decode).filter(Objects::nonNull).toList();
	}

	/**
	 * Find the last attempt.
	 * @param issuer the issuer's id
	 * @param spec the certificate that is wanted
	 * @return the attempt, or {@code null} if there is none that is not garbled
	 * @throws StoreException if the store cannot be read
	 */
	public @Nullable AttemptRecord last(String issuer, CertificateSpec spec) {
		return load(issuer, spec).stream()
			.map(AttemptRepository::decode)
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Keep an attempt, in place of the same one at an earlier moment.
	 * @param issuer the issuer's id
	 * @param spec the certificate that is wanted
	 * @param attempt the attempt
	 * @throws StoreException if it cannot be saved
	 */
	public void save(String issuer, CertificateSpec spec, AttemptRecord attempt) {
		List<Map<String, String>> attempts = load(issuer, spec);
		Map<String, String> encoded = encode(attempt);
		attempts.removeIf((one) -> Objects.equals(one.get(STARTED_AT), encoded.get(STARTED_AT)));
		attempts.add(0, encoded);
		Map<String, String> values = new HashMap<>();
		for (int i = 0; i < Math.min(MOST, attempts.size()); i++) {
			String prefix = i + ".";
			attempts.get(i).forEach((name, value) -> values.put(prefix + name, value));
		}
		this.store.put(key(issuer, spec), StoreRecord.encode(values));
	}

	/**
	 * The values of each attempt, the last one first.
	 */
	private List<Map<String, String>> load(String issuer, CertificateSpec spec) {
		StoreEntry entry = this.store.load(key(issuer, spec));
		Map<Integer, Map<String, String>> attempts = new TreeMap<>();
		if (entry != null) {
			StoreRecord.decode(entry.content()).forEach((name, value) -> {
				Matcher numbered = NUMBERED.matcher(name);
				if (numbered.matches()) {
					attempts.computeIfAbsent(Integer.valueOf(numbered.group(1)), (number) -> new HashMap<>())
						.put(numbered.group(2), value);
				}
			});
		}
		return new ArrayList<>(attempts.values());
	}

	private static Map<String, String> encode(AttemptRecord attempt) {
		Map<String, String> values = new HashMap<>();
		values.put("issuer", attempt.issuer());
		values.put(STARTED_AT, attempt.startedAt().toString());
		values.put("taken-up-at", attempt.takenUpAt().toString());
		values.put("interruptions", String.valueOf(attempt.interruptions()));
		values.put("step", attempt.step().name());
		values.put("outcome", attempt.outcome().name());
		if (attempt.endedAt() != null) {
			values.put("ended-at", attempt.endedAt().toString());
		}
		if (attempt.kind() != null) {
			values.put("kind", attempt.kind().name());
		}
		if (attempt.message() != null) {
			values.put("message", attempt.message());
		}
		if (attempt.problem() != null) {
			ProblemFormat.encode("problem.", attempt.problem(), values);
		}
		return values;
	}

	private static @Nullable AttemptRecord decode(Map<String, String> values) {
		try {
			String endedAt = values.get("ended-at");
			String kind = values.get("kind");
			return new AttemptRecord(values.getOrDefault("issuer", ""),
					Instant.parse(values.getOrDefault(STARTED_AT, "")),
					Instant.parse(values.getOrDefault("taken-up-at", "")),
					Integer.parseInt(values.getOrDefault("interruptions", "")),
					(endedAt != null) ? Instant.parse(endedAt) : null, Step.valueOf(values.getOrDefault("step", "")),
					Outcome.valueOf(values.getOrDefault("outcome", "")),
					(kind != null) ? FailureKind.valueOf(kind) : null, values.get("message"),
					ProblemFormat.decode("problem.", values));
		}
		catch (DateTimeException | IllegalArgumentException ex) {
			return null;
		}
	}

	private static String key(String issuer, CertificateSpec spec) {
		return StoreKeys.of("attempts", issuer, spec) + ".properties";
	}

}
