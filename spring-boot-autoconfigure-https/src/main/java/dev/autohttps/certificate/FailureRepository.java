package dev.autohttps.certificate;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * The failures in a {@link Store}, so that a process that is started again and again asks
 * the CA no oftener than one that keeps running.
 */
public final class FailureRepository {

	private final Store store;

	public FailureRepository(Store store) {
		this.store = store;
	}

	/**
	 * Find the last failure.
	 * @param issuer the issuer's id
	 * @param spec the certificate that is wanted
	 * @return the failure, or {@code null} if the last attempt did not fail
	 * @throws StoreException if the store cannot be read
	 */
	public @Nullable Failure find(String issuer, CertificateSpec spec) {
		StoreEntry entry = this.store.load(key(issuer, spec));
		if (entry == null) {
			return null;
		}
		Map<String, String> values = StoreRecord.decode(entry.content());
		try {
			int count = Integer.parseInt(values.getOrDefault("count", ""));
			if (count < 1) {
				return null;
			}
			return new Failure(count, FailureKind.valueOf(values.getOrDefault("kind", "")),
					values.getOrDefault("message", ""), Instant.parse(values.getOrDefault("at", "")),
					Instant.parse(values.getOrDefault("retry-at", "")), values.getOrDefault("configuration", ""),
					ProblemFormat.decode("problem.", values));
		}
		catch (DateTimeException | IllegalArgumentException ex) {
			return null;
		}
	}

	/**
	 * Keep a failure, in place of the one before.
	 * @param issuer the issuer's id
	 * @param spec the certificate that is wanted
	 * @param failure the failure
	 * @throws StoreException if it cannot be saved
	 */
	public void save(String issuer, CertificateSpec spec, Failure failure) {
		Map<String, String> values = new TreeMap<>();
		values.put("count", String.valueOf(failure.count()));
		values.put("kind", failure.kind().name());
		values.put("message", failure.message());
		values.put("at", failure.at().toString());
		values.put("retry-at", failure.retryAt().toString());
		values.put("configuration", failure.configuration());
		if (failure.problem() != null) {
			ProblemFormat.encode("problem.", failure.problem(), values);
		}
		this.store.put(key(issuer, spec), StoreRecord.encode(values));
	}

	/**
	 * Forget the failures after a success.
	 * @param issuer the issuer's id
	 * @param spec the certificate that is wanted
	 * @throws StoreException if they cannot be deleted
	 */
	public void delete(String issuer, CertificateSpec spec) {
		this.store.remove(key(issuer, spec));
	}

	private static String key(String issuer, CertificateSpec spec) {
		return StoreKeys.of("failures", issuer, spec) + ".properties";
	}

}
