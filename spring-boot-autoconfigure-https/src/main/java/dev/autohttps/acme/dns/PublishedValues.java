package dev.autohttps.acme.dns;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.IssuanceRepository;
import dev.autohttps.certificate.Lease;
import dev.autohttps.certificate.Store;
import dev.autohttps.certificate.StoreEntry;
import dev.autohttps.certificate.StoreRecord;
import org.jspecify.annotations.Nullable;

/**
 * The values that are, or may be, in the DNS because an application that uses this store
 * put them there. Each is noted down before it is published and struck off after it was
 * withdrawn, so that none is forgotten, whatever happens in between.
 */
final class PublishedValues {

	/**
	 * Whoever goes on with an order that waited for longer publishes its values again.
	 */
	private static final Duration LONGEST = Duration.ofDays(1);

	private static final Duration HOPELESS = Duration.ofDays(30);

	private static final Duration LEASE = Duration.ofSeconds(30);

	private final Store store;

	private final InstantSource clock;

	private final Set<String> stuck = ConcurrentHashMap.newKeySet();

	PublishedValues(Store store, InstantSource clock) {
		this.store = store;
		this.clock = clock;
	}

	/**
	 * Note down a value that is about to be published.
	 * @param most how many values its name may have at once
	 * @return whether there is room for it
	 */
	boolean add(TxtRecord record, String issuance, int most) {
		PublishedValue added = new PublishedValue(record, issuance, this.clock.instant());
		if (most == Integer.MAX_VALUE || this.store.load(added.key()) != null) {
			put(added);
			return true;
		}
		try (Lease lease = this.store.tryLease(PublishedValue.folder(record.name()), LEASE)) {
			if (lease == null || count(record) >= most) {
				return false;
			}
			put(added);
			return true;
		}
	}

	/**
	 * What could not be withdrawn must not keep others from being proven for ever.
	 */
	void setStuck(PublishedValue value) {
		this.stuck.add(value.key());
	}

	/**
	 * Return whether a name has values of other issuances.
	 */
	boolean isShared(TxtRecord record, String issuance) {
		return of(record.name()).stream().anyMatch((other) -> !other.issuance().equals(issuance));
	}

	private void put(PublishedValue added) {
		this.store.put(added.key(), StoreRecord.encode(added.encode()));
	}

	private long count(TxtRecord record) {
		return of(record.name()).stream()
			.filter((other) -> !this.stuck.contains(other.key()) && !other.record().value().equals(record.value()))
			.count();
	}

	/**
	 * Strike off a value that was withdrawn.
	 */
	void remove(PublishedValue value) {
		this.store.remove(value.key());
		this.stuck.remove(value.key());
	}

	/**
	 * Find a value, wherever it was published.
	 */
	List<PublishedValue> find(String challengeName, String value) {
		String file = "/" + PublishedValue.file(challengeName, value);
		return load(this.store.list(PublishedValue.KEYS).stream().filter((key) -> key.endsWith(file)));
	}

	/**
	 * Return whether a value is still noted down as it was, and not needed any more.
	 */
	boolean isLeftOver(PublishedValue value) {
		return value.equals(load(value.key())) && !isNeeded(value);
	}

	/**
	 * Return those that no issuance needs any more.
	 */
	List<PublishedValue> leftOver() {
		return load(this.store.list(PublishedValue.KEYS).stream()).stream().filter((one) -> !isNeeded(one)).toList();
	}

	/**
	 * Return whether a value is there for longer than anybody would try to withdraw it.
	 */
	boolean isHopeless(PublishedValue value) {
		return value.since().plus(HOPELESS).isBefore(this.clock.instant());
	}

	private boolean isNeeded(PublishedValue value) {
		Instant end = value.since().plus(LONGEST);
		return end.isAfter(this.clock.instant()) && !value.issuance().isEmpty()
				&& new IssuanceRepository(this.store, this.clock, (warning) -> {
				}).answers(value.issuance()).stream().anyMatch((answer) -> isOf(answer, value));
	}

	private static boolean isOf(ChallengeAnswer answer, PublishedValue value) {
		return answer.type().equals(Dns01ChallengeSolver.TYPE)
				&& Dns01ChallengeSolver.value(answer).equals(value.record().value());
	}

	private List<PublishedValue> of(String name) {
		return load(this.store.list(PublishedValue.folder(name)).stream());
	}

	private List<PublishedValue> load(Stream<String> keys) {
		return keys.map(this::load).filter(Objects::nonNull).toList();
	}

	private @Nullable PublishedValue load(String key) {
		StoreEntry entry = this.store.load(key);
		return (entry != null) ? PublishedValue.decode(StoreRecord.decode(entry.content())) : null;
	}

}
