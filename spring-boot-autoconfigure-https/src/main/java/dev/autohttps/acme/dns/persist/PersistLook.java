package dev.autohttps.acme.dns.persist;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.autohttps.acme.dns.DnsAnswer;
import dev.autohttps.acme.dns.DnsAnswer.Status;
import org.jspecify.annotations.Nullable;

/**
 * What was seen when a record was looked at, and for whom it was to be.
 *
 * @param issuers the names one of which must be the CA's
 * @param accountUri how the account is written in it
 * @param answer what the DNS had
 * @param at when that was
 * @param relied whether it was a proof in an order
 */
record PersistLook(List<String> issuers, String accountUri, DnsAnswer answer, Instant at, boolean relied) {

	/**
	 * Nobody needs more of what others put there.
	 */
	private static final int MOST = 20;

	private static final int LONGEST = 2000;

	PersistLook {
		issuers = List.copyOf(issuers);
	}

	Map<String, String> encode() {
		Map<String, String> values = new TreeMap<>();
		values.put("issuers", String.join(" ", this.issuers));
		values.put("account-uri", this.accountUri);
		values.put("status", this.answer.status().name());
		values.put("said", this.answer.said());
		values.put("at", this.at.toString());
		values.put("relied", String.valueOf(this.relied));
		List<String> texts = this.answer.texts().stream().filter((text) -> text.length() <= LONGEST).toList();
		for (int i = 0; i < Math.min(MOST, texts.size()); i++) {
			values.put("text." + i, texts.get(i));
		}
		return values;
	}

	static @Nullable PersistLook decode(Map<String, String> values) {
		List<Object> texts = new ArrayList<>();
		for (String text = values.get("text.0"); text != null; text = values.get("text." + texts.size())) {
			texts.add(text);
		}
		List<String> issuers = Arrays.stream(values.getOrDefault("issuers", "").split(" "))
			.filter((issuer) -> !issuer.isEmpty())
			.toList();
		try {
			return issuers.isEmpty() ? null
					: new PersistLook(issuers, values.getOrDefault("account-uri", ""),
							new DnsAnswer(Status.valueOf(values.getOrDefault("status", "")), texts,
									values.getOrDefault("said", "")),
							Instant.parse(values.getOrDefault("at", "")), Boolean.parseBoolean(values.get("relied")));
		}
		catch (DateTimeException | IllegalArgumentException ex) {
			return null;
		}
	}

}
