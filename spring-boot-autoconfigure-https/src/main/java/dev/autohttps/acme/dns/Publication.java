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

	private static final Duration SHORTEST = Duration.ofMillis(200);

	private static final Duration LONGEST = Duration.ofSeconds(5);

	private static final Log logger = LogFactory.getLog(Publication.class);

	private final Publisher publisher;

	private final Propagation propagation;

	private final DnsTask<Optional<Place>> publish;

	private final DnsThreads threads;

	private final Instant begun;

	private @Nullable CompletableFuture<?> work;

	private @Nullable Place place;

	private @Nullable Authority authority;

	private @Nullable Outlook outlook;

	private Instant since;

	private Instant next;

	private boolean crowded;

	private volatile Instant touchedAt;

	private boolean told;

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
		this.begun = now;
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
		CompletableFuture<?> current = this.work;
		if (current != null) {
			if (!current.isDone()) {
				return waiting();
			}
			this.work = null;
			take(DnsThreads.result(current), now);
		}
		Outlook seen = this.outlook;
		if (seen != null && isEnough(seen, now)) {
			tellOfMute(seen);
			return this.next.plus(this.propagation.delay()).isAfter(now) ? Readiness.NOT_YET : Readiness.READY;
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

	private CompletableFuture<?> begin() {
		Place published = this.place;
		Authority known = this.authority;
		if (published == null) {
			return this.threads.run(this.publish);
		}
		if (known == null) {
			return this.threads.run(() -> this.publisher.authority(published));
		}
		return this.threads.run(() -> this.publisher.look(published, known));
	}

	private void take(@Nullable Object result, Instant now) {
		if (result instanceof Optional<?> room && room.orElse(null) instanceof Place published) {
			this.place = published;
			this.since = now;
			this.crowded = false;
		}
		else if (result instanceof Authority found) {
			this.authority = found;
		}
		else if (result instanceof Outlook seen) {
			this.outlook = seen;
			this.next = isEnough(seen, now) ? now : now.plus(interval(now));
		}
		else {
			this.crowded = true;
			this.next = now.plus(interval(now));
		}
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

	private void tellOfMute(Outlook seen) {
		Place published = this.place;
		if (!seen.isComplete() && published != null && !this.told) {
			this.told = true;
			logger.warn("The CA is told of the TXT value of " + published.record().name()
					+ ", although not all name servers of " + seen.where() + " could be asked: " + seen.mute());
		}
	}

	private void requireTime(Instant now) throws DnsRecordsException {
		Duration waited = Duration.between(this.since, now);
		if (waited.compareTo(this.propagation.timeout()) <= 0) {
			return;
		}
		Place published = this.place;
		Outlook seen = this.outlook;
		if (published == null) {
			throw DnsRecordsException.passing("there was no room for another value for "
					+ Outlook.waited(Duration.between(this.begun, now)) + ": other orders have values at the same name",
					null);
		}
		throw DnsRecordsException.lasting(
				(seen != null) ? seen.complaint(published.record(), published.route().records().description(), waited)
						: "nobody could be asked whether " + published.record().name() + " has its TXT value",
				null);
	}

}
