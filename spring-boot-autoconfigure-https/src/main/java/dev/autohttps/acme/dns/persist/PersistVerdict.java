package dev.autohttps.acme.dns.persist;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

import dev.autohttps.acme.dns.DnsAnswer;
import dev.autohttps.certificate.Line;
import dev.autohttps.certificate.WantedRecord.State;
import org.jspecify.annotations.Nullable;

/**
 * Whether what the DNS has is a proof.
 *
 * @param state how it stands
 * @param seen what is there, and why that does not do
 * @param until the moment after which it does not count any more, or {@code null} if it
 * is no proof or counts for ever
 */
record PersistVerdict(State state, String seen, @Nullable Instant until) {

	private static final int MOST = 4;

	private static final int LONGEST = 300;

	/**
	 * Judge what a name server said: one record that allows it is enough.
	 */
	static PersistVerdict of(DnsAnswer answer, PersistNeed need, Instant now) {
		if (answer.isUnknown()) {
			return new PersistVerdict(State.UNKNOWN, "it cannot be looked up: " + answer.said(), null);
		}
		List<PersistValue> values = answer.texts()
			.stream()
			.map(CharacterStrings::join)
			.sorted()
			.map(PersistValue::parse)
			.toList();
		if (values.isEmpty()) {
			return new PersistVerdict(State.MISSING, "it is not there: " + answer.said(), null);
		}
		PersistValue good = values.stream()
			.filter((value) -> value.faults(need, now).isEmpty())
			.max(Comparator.comparing((value) -> (value.until() != null) ? value.until() : Instant.MAX))
			.orElse(null);
		if (good != null) {
			return new PersistVerdict(State.PRESENT,
					"it is there" + ((good.until() != null) ? ", and counts until " + good.until() : ""), good.until());
		}
		boolean expired = values.stream().anyMatch((value) -> value.isExpiredOnly(need, now));
		return new PersistVerdict(expired ? State.EXPIRED : State.WRONG, describe(values, need, now), null);
	}

	boolean allows() {
		return this.state == State.PRESENT;
	}

	private static String describe(List<PersistValue> values, PersistNeed need, Instant now) {
		return "what is there does not do: " + values.stream()
			.sorted(Comparator.comparing((value) -> !value.isOf(need)))
			.limit(MOST)
			.map((value) -> "\"" + Line.of(value.text(), LONGEST) + "\" "
					+ String.join(" and ", value.faults(need, now)))
			.collect(Collectors.joining("; ")) + ((values.size() > MOST) ? "; and so on" : "");
	}

}
