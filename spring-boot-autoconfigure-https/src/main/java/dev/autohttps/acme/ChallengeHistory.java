package dev.autohttps.acme;

import java.net.URL;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.autohttps.certificate.Problem;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.toolbox.JSON;

/**
 * What an issuance remembers over all of its orders: which challenge types were offered
 * for each name, which failed, and what the CA said of it.
 */
final class ChallengeHistory {

	private static final String ORDERS = "orders";

	private static final String OFFERED = "offered.";

	private static final String FAILED = "failed.";

	private final Map<String, String> details = new TreeMap<>();

	private ChallengeHistory() {
	}

	/**
	 * Read it from an issuance's details.
	 */
	static ChallengeHistory of(Map<String, String> details) {
		ChallengeHistory history = new ChallengeHistory();
		details.forEach((name, value) -> {
			if (name.equals(ORDERS) || name.startsWith(OFFERED) || name.startsWith(FAILED)) {
				history.details.put(name, value);
			}
		});
		return history;
	}

	/**
	 * Return what is to be remembered, as an issuance's details.
	 */
	Map<String, String> details() {
		return this.details;
	}

	/**
	 * Count an order.
	 */
	void ordered() {
		this.details.put(ORDERS, String.valueOf(orders() + 1));
	}

	/**
	 * Do not count the last order, which came to nothing before a challenge could fail.
	 */
	void orderLost() {
		this.details.put(ORDERS, String.valueOf(Math.max(orders() - 1, 0)));
	}

	int orders() {
		try {
			return Integer.parseInt(this.details.getOrDefault(ORDERS, "0"));
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

	void offered(String name, Collection<String> types) {
		this.details.put(OFFERED + name, String.join(" ", types));
	}

	Set<String> offered(String name) {
		String types = this.details.get(OFFERED + name);
		return (types != null) ? new HashSet<>(List.of(types.split(" "))) : new HashSet<>();
	}

	/**
	 * Remember that a challenge failed.
	 * @return whether that is new
	 */
	boolean failed(String name, String type, org.shredzone.acme4j.@Nullable Problem said) {
		if (hasFailed(name, type)) {
			return false;
		}
		String prefix = FAILED + count() + ".";
		this.details.put(prefix + "name", name);
		this.details.put(prefix + "type", type);
		this.details.put(prefix + "said", (said != null) ? said.asJSON().toString() : "{}");
		return true;
	}

	boolean hasFailed(String name, String type) {
		for (int i = 0; i < count(); i++) {
			if (name.equals(name(i)) && type.equals(type(i))) {
				return true;
			}
		}
		return false;
	}

	boolean hasFailed(String name) {
		for (int i = 0; i < count(); i++) {
			if (name.equals(name(i))) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return what the CA said of all that failed.
	 * @param base the URL that its words are relative to
	 */
	List<Problem> problems(URL base) {
		List<Problem> problems = new ArrayList<>();
		for (int i = 0; i < count(); i++) {
			problems.add(problem(i, base));
		}
		return problems;
	}

	private Problem problem(int index, URL base) {
		String text = this.details.getOrDefault(FAILED + index + ".said", "{}");
		String type = "about:blank";
		String detail = null;
		List<Problem> subproblems = List.of();
		try {
			Problem said = AcmeFailures.problem(new org.shredzone.acme4j.Problem(JSON.parse(text), base));
			type = said.type();
			detail = said.detail();
			subproblems = said.subproblems();
		}
		catch (AcmeProtocolException ex) {
			detail = text;
		}
		return new Problem(type, type(index) + ": " + ((detail != null) ? detail : "no reason was given"), name(index),
				subproblems);
	}

	private int count() {
		int count = 0;
		while (this.details.containsKey(FAILED + count + ".name")) {
			count++;
		}
		return count;
	}

	private String name(int index) {
		return this.details.getOrDefault(FAILED + index + ".name", "");
	}

	private String type(int index) {
		return this.details.getOrDefault(FAILED + index + ".type", "");
	}

}
