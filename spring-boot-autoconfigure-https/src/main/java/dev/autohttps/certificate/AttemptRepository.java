package dev.autohttps.certificate;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
		StoreEntry entry = this.store.load(key(issuer, spec));
		List<AttemptRecord> attempts = new ArrayList<>();
		if (entry != null) {
			Map<String, String> values = StoreRecord.decode(entry.content());
			for (int i = 0; values.containsKey(i + ".issuer"); i++) {
				AttemptRecord attempt = decode(i + ".", values);
				if (attempt != null) {
					attempts.add(attempt);
				}
			}
		}
		return attempts;
	}

	/**
	 * Keep an attempt, in place of the same one at an earlier moment.
	 * @param issuer the issuer's id
	 * @param spec the certificate that is wanted
	 * @param attempt the attempt
	 * @throws StoreException if it cannot be saved
	 */
	public void save(String issuer, CertificateSpec spec, AttemptRecord attempt) {
		save(issuer, spec, attempt, find(issuer, spec));
	}

	/**
	 * Keep an attempt, for one who has the lease and so knows all that is kept.
	 * @param issuer the issuer's id
	 * @param spec the certificate that is wanted
	 * @param attempt the attempt
	 * @param known what is kept, the last one first, perhaps with the same one at an
	 * earlier moment
	 * @throws StoreException if it cannot be saved
	 */
	public void save(String issuer, CertificateSpec spec, AttemptRecord attempt, List<AttemptRecord> known) {
		List<AttemptRecord> attempts = new ArrayList<>(known);
		attempts.removeIf((one) -> one.startedAt().equals(attempt.startedAt()));
		attempts.add(0, attempt);
		Map<String, String> values = new TreeMap<>();
		for (int i = 0; i < Math.min(MOST, attempts.size()); i++) {
			encode(i + ".", attempts.get(i), values);
		}
		this.store.put(key(issuer, spec), StoreRecord.encode(values));
	}

	private static void encode(String prefix, AttemptRecord attempt, Map<String, String> values) {
		values.put(prefix + "issuer", attempt.issuer());
		values.put(prefix + "started-at", attempt.startedAt().toString());
		values.put(prefix + "taken-up-at", attempt.takenUpAt().toString());
		values.put(prefix + "interruptions", String.valueOf(attempt.interruptions()));
		values.put(prefix + "step", attempt.step().name());
		values.put(prefix + "outcome", attempt.outcome().name());
		if (attempt.endedAt() != null) {
			values.put(prefix + "ended-at", attempt.endedAt().toString());
		}
		if (attempt.kind() != null) {
			values.put(prefix + "kind", attempt.kind().name());
		}
		if (attempt.message() != null) {
			values.put(prefix + "message", attempt.message());
		}
		if (attempt.problem() != null) {
			ProblemFormat.encode(prefix + "problem.", attempt.problem(), values);
		}
	}

	private static @Nullable AttemptRecord decode(String prefix, Map<String, String> values) {
		try {
			String endedAt = values.get(prefix + "ended-at");
			String kind = values.get(prefix + "kind");
			return new AttemptRecord(values.getOrDefault(prefix + "issuer", ""),
					Instant.parse(values.getOrDefault(prefix + "started-at", "")),
					Instant.parse(values.getOrDefault(prefix + "taken-up-at", "")),
					Integer.parseInt(values.getOrDefault(prefix + "interruptions", "")),
					(endedAt != null) ? Instant.parse(endedAt) : null,
					Step.valueOf(values.getOrDefault(prefix + "step", "")),
					Outcome.valueOf(values.getOrDefault(prefix + "outcome", "")),
					(kind != null) ? FailureKind.valueOf(kind) : null, values.get(prefix + "message"),
					ProblemFormat.decode(prefix + "problem.", values));
		}
		catch (DateTimeException | IllegalArgumentException ex) {
			return null;
		}
	}

	private static String key(String issuer, CertificateSpec spec) {
		return StoreKeys.of("attempts", issuer, spec) + ".properties";
	}

}
