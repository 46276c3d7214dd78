package dev.autohttps.acme.dns;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import dev.autohttps.acme.Readiness;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The way of one value into the DNS, until all servers have it. It never waits: whatever
 * takes its time is done in another thread, and is looked after whenever somebody asks.
 */
final class Publication {

	/**
	 * How long a server that says nothing holds up those that have the value.
	 */
	private static final Duration GRACE = Duration.ofSeconds(30);

	/**
	 * What is before it at the same name may itself take its time.
	 */
	private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

	private static final Duration SHORTEST = Duration.ofMillis(200);

	private static final Duration LONGEST = Duration.ofSeconds(5);

	private static final Log logger = LogFactory.getLog(Publication.class);

	private final Publisher publisher;

	private final Propagation propagation;

	private final DnsTask<Optional<Place>> publish;

	private final DnsThreads threads;

	private @Nullable CompletableFuture<Optional<Progress>> work;

	private @Nullable Progress progress;

	private Instant since;

	private Instant next;

	private boolean crowded;

	private boolean replacing;

	private volatile Instant touchedAt;

	private boolean told;

	private boolean searched;

	/**
	 * Create a new publication.
	 * @param publisher publishes the value and looks who has it
	 * @param propagation how it is made sure that the CA will see it
	 * @param publish publishes the value, or finds no room for it
	 * @param threads where that is done
	 * @param now the present moment
	 */
	Publication(Publisher publisher, Propagation propagation, DnsTask<Optional<Place>> publish, DnsThreads threads,
			Instant now) {
		this.publisher = publisher;
		this.propagation = propagation;
		this.publish = publish;
		this.threads = threads;
		this.since = now;
		this.next = now;
		this.touchedAt = now;
	}

	/**
	 * Return when somebody asked for it last.
	 */
	Instant touchedAt() {
		return this.touchedAt;
	}

	/**
	 * Go on as far as that can be done at once.
	 * @throws DnsRecordsException if it failed, or takes too long
	 */
	synchronized Readiness advance(Instant now) throws DnsRecordsException {
		this.touchedAt = now;
		CompletableFuture<Optional<Progress>> current = this.work;
		if (current != null) {
			if (!current.isDone()) {
				return waiting();
			}
			this.work = null;
			take(DnsThreads.result(current), now);
		}
		Progress made = this.progress;
		if (made != null && isEnough(made.outlook(), now)) {
			tellOfMute(made);
			Instant settled = this.next.plus(this.propagation.delay())
				.plus((this.replacing || made.place().shared()) ? made.place().route().records().settlingTime()
						: Duration.ZERO);
			return settled.isAfter(now) ? Readiness.NOT_YET : Readiness.READY;
		}
		if (!this.next.isAfter(now)) {
			requireTime(now);
			this.work = begin();
		}
		return waiting();
	}

	/**
	 * Return what ends once nothing is being done any more.
	 */
	synchronized CompletableFuture<?> end() {
		return (this.work != null) ? this.work : CompletableFuture.completedFuture(null);
	}

	private Readiness waiting() {
		return this.crowded ? Readiness.NO_ROOM : Readiness.NOT_YET;
	}

	private CompletableFuture<Optional<Progress>> begin() {
		Progress former = this.progress;
		if (former == null) {
			return this.threads.run(() -> {
				Optional<Place> place = this.publish.run();
				return place.isPresent() ? Optional.of(look(place.get(), this.publisher.authority(place.get())))
						: Optional.empty();
			});
		}
		boolean elsewhere = former.outlook().isElsewhere() && !this.searched;
		this.searched |= elsewhere;
		return this.threads.run(() -> {
			Authority asked = former.authority();
			return Optional
				.of(look(former.place(), elsewhere ? this.publisher.zoneItself(former.place(), asked) : asked));
		});
	}

	private Progress look(Place place, Authority authority) {
		return new Progress(place, authority, this.publisher.look(place, authority));
	}

	private void take(Optional<Progress> result, Instant now) {
		boolean first = this.progress == null;
		this.crowded = result.isEmpty();
		this.replacing |= this.crowded;
		result.ifPresent((made) -> this.progress = made);
		if (first && !this.crowded) {
			this.since = now;
		}
		this.next = (result.isPresent() && isEnough(result.get().outlook(), now)) ? now : now.plus(interval(now));
	}

	private boolean isEnough(Outlook seen, Instant now) {
		if (seen.isComplete()) {
			return true;
		}
		boolean patient = this.since.plus(shorter(GRACE, this.propagation.timeout().dividedBy(2))).isAfter(now);
		return !patient && seen.isEnough();
	}

	private Duration interval(Instant now) {
		Duration interval = Duration.between(this.since, now).dividedBy(4);
		return (interval.compareTo(SHORTEST) < 0) ? SHORTEST : shorter(interval, LONGEST);
	}

	private static Duration shorter(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

	private void tellOfMute(Progress made) {
		if (!made.outlook().isComplete() && !this.told) {
			this.told = true;
			logger.warn("The CA is told of the TXT value of " + made.place().record().name()
					+ ", although not all name servers of " + made.outlook().whose() + " could be asked: "
					+ made.outlook().mute());
		}
	}

	private void requireTime(Instant now) throws DnsRecordsException {
		Progress made = this.progress;
		Duration limit = (made != null) ? this.propagation.timeout() : LONGEST_WAIT.plus(this.propagation.delay());
		if (Duration.between(this.since, now).compareTo(limit) <= 0) {
			return;
		}
		if (made == null) {
			throw DnsRecordsException.passing("there was no room for another value for " + Span.of(limit)
					+ ": other orders have values at the same name", null);
		}
		throw DnsRecordsException.lasting(made.outlook()
			.complaint(made.place().record(), made.place().route().records().description(), this.propagation.timeout()),
				null);
	}

	/**
	 * How far it has come.
	 *
	 * @param place where the value was published
	 * @param authority whom to ask for it
	 * @param outlook what they said
	 */
	private record Progress(Place place, Authority authority, Outlook outlook) {

	}

}
