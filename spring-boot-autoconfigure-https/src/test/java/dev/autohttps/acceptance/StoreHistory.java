package dev.autohttps.acceptance;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.autohttps.acceptance.SavedState.Stored;

/**
 * All orders and certificates that were ever in a store.
 */
final class StoreHistory {

	private final Set<String> orders = new HashSet<>();

	private final Map<String, TreeSet<Stored>> certificates = new TreeMap<>();

	void add(String key, String state) {
		if (key.startsWith("issuances/")) {
			this.orders.add(state.substring(state.indexOf(',') + 1));
		}
		if (key.startsWith("certificates/")) {
			this.certificates
				.computeIfAbsent(key.replace(".previous", ""),
						(name) -> new TreeSet<>(Comparator.comparing(Stored::notBefore).thenComparing(Stored::serial)))
				.add(Stored.read(state));
		}
	}

	/**
	 * The identifiers of the orders.
	 */
	Set<String> orders() {
		return this.orders;
	}

	Set<BigInteger> serials() {
		return this.certificates.values().stream().flatMap(Set::stream).map(Stored::serial).collect(Collectors.toSet());
	}

	/**
	 * How many certificates replaced another that was not due.
	 */
	long replacedTooEarly() {
		return this.certificates.values().stream().mapToLong(StoreHistory::tooEarly).sum();
	}

	private static long tooEarly(TreeSet<Stored> certificates) {
		return certificates.stream().filter((certificate) -> {
			Stored former = certificates.lower(certificate);
			return former != null && certificate.notBefore().isBefore(earliest(former));
		}).count();
	}

	/**
	 * What lives for a short time is never due before a share of 0.7 of it is left; the
	 * CA counts in seconds.
	 */
	private static Instant earliest(Stored former) {
		long life = Duration.between(former.notBefore(), former.notAfter()).toMillis();
		return former.notBefore().plusMillis(life * 3 / 10 - 2000);
	}

}
