package dev.autohttps.acme;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.Problem;
import org.jspecify.annotations.Nullable;

/**
 * What the orders that one issuance placed so far were given up for, as its details
 * remember it.
 *
 * @param orders how many orders were given up
 * @param failed the challenges that failed, each once
 */
record TriedChallenges(int orders, List<FailedChallenge> failed) {

	private static final String ORDERS = "orders-given-up";

	private static final String FAILED = "failed.";

	static TriedChallenges of(Issuance issuance) {
		Map<String, String> details = issuance.details();
		List<FailedChallenge> failed = new ArrayList<>();
		for (int i = 0; details.containsKey(FAILED + i + ".domain"); i++) {
			String prefix = FAILED + i + ".";
			Problem problem = new Problem(details.getOrDefault(prefix + "type", ""), details.get(prefix + "detail"),
					null, List.of());
			failed.add(new FailedChallenge(details.getOrDefault(prefix + "domain", ""),
					details.getOrDefault(prefix + "challenge", ""), problem));
		}
		return new TriedChallenges(orders(details.get(ORDERS)), failed);
	}

	/**
	 * Return the same after another order was given up.
	 */
	TriedChallenges and(List<FailedChallenge> more) {
		List<FailedChallenge> others = more.stream().filter((one) -> !contains(one.domain(), one.challenge())).toList();
		return new TriedChallenges(this.orders + 1, Stream.concat(this.failed.stream(), others.stream()).toList());
	}

	boolean contains(String domain, String challenge) {
		return this.failed.stream().anyMatch((one) -> one.isOf(domain, challenge));
	}

	Map<String, String> details() {
		Map<String, String> details = new LinkedHashMap<>();
		if (this.orders > 0) {
			details.put(ORDERS, String.valueOf(this.orders));
		}
		for (int i = 0; i < this.failed.size(); i++) {
			FailedChallenge one = this.failed.get(i);
			String prefix = FAILED + i + ".";
			details.put(prefix + "domain", one.domain());
			details.put(prefix + "challenge", one.challenge());
			details.put(prefix + "type", one.problem().type());
			if (one.problem().detail() != null) {
				details.put(prefix + "detail", one.problem().detail());
			}
		}
		return details;
	}

	private static int orders(@Nullable String text) {
		try {
			return (text != null) ? Integer.parseInt(text) : 0;
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

}
