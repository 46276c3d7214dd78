package dev.autohttps.acme.dns;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.autohttps.acme.Readiness;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.Store;
import dev.autohttps.certificate.StoreException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * What is being published for orders that are under way. What none needs any more, be it
 * left over from a process that was killed, is withdrawn.
 */
public final class DnsPublications implements SmartLifecycle, AutoCloseable {

	private static final Duration SWEEPS = Duration.ofMinutes(10);

	private static final Duration SOON = Duration.ofSeconds(10);

	/**
	 * One that nobody asked for in this time begins anew.
	 */
	private static final Duration FORGOTTEN = Duration.ofMinutes(1);

	/**
	 * Nobody mends anything sooner.
	 */
	private static final Duration MENDING = Duration.ofMinutes(1);

	private static final Log logger = LogFactory.getLog(DnsPublications.class);

	private final DnsRoutes routes;

	private final Publisher publisher;

	private final Propagation propagation;

	private final PublishedValues published;

	private final InstantSource clock;

	private final DnsThreads threads = new DnsThreads();

	private final Map<String, Publication> publications = new ConcurrentHashMap<>();

	private final ReentrantLock[] locks = Stream.generate(ReentrantLock::new).limit(64).toArray(ReentrantLock[]::new);

	private final Set<String> complained = ConcurrentHashMap.newKeySet();

	private final AtomicBoolean sweepPlanned = new AtomicBoolean();

	private volatile @Nullable Future<?> sweeps;

	/**
	 * Create new publications.
	 * @param routes who changes the DNS
	 * @param resolver finds aliases, zones and name servers
	 * @param resolvers each of the resolvers by itself
	 * @param propagation how it is made sure that the CA will see what was published
	 * @param store where it is noted down what is published
	 * @param clock the time
	 */
	public DnsPublications(DnsRoutes routes, Dns resolver, List<Dns> resolvers, Propagation propagation, Store store,
			InstantSource clock) {
		this.routes = routes;
		this.published = new PublishedValues(store, clock);
		this.publisher = new Publisher(routes, resolver, resolvers, propagation, this.published);
		this.propagation = propagation;
		this.clock = clock;
	}

	/**
	 * Look from now on, and then every ten minutes, for what is left over, if there is
	 * anybody who could withdraw it.
	 */
	@Override
	public synchronized void start() {
		if (!this.routes.isEmpty() && this.sweeps == null) {
			this.sweeps = this.threads.repeat(this::sweep, SWEEPS);
		}
	}

	@Override
	public synchronized void stop() {
		Future<?> current = this.sweeps;
		if (current != null) {
			current.cancel(false);
			this.sweeps = null;
		}
	}

	@Override
	public boolean isRunning() {
		return this.sweeps != null;
	}

	/**
	 * Go on with the publication of a value, as far as that can be done at once.
	 * @param identifier the name that is being validated
	 * @param name the name at which the CA asks
	 * @param issuance the key in the store of the issuance that needs it
	 */
	Readiness advance(String identifier, String name, String value, String issuance) throws IssuanceException {
		String key = PublishedValue.file(name, value);
		Instant now = this.clock.instant();
		Publication publication = Objects.requireNonNull(this.publications.compute(key, (any,
				known) -> (known != null && (known.touchedAt().plus(FORGOTTEN).isAfter(now) || !known.end().isDone()))
						? known
						: new Publication(this.publisher, this.propagation,
								() -> alone(key, () -> this.publisher.publish(name, value, issuance)), this.threads,
								now)));
		try {
			Readiness readiness = publication.advance(now);
			if (readiness == Readiness.NO_ROOM && this.sweepPlanned.compareAndSet(false, true)) {
				// Perhaps it is taken by what is only left over.
				this.threads.later(this::sweep, SOON);
			}
			return readiness;
		}
		catch (DnsRecordsException ex) {
			this.publications.remove(key, publication);
			throw new IssuanceException(Dns01ChallengeSolver.TYPE + " for " + identifier + ": " + ex.getMessage(),
					FailureKind.DNS, false, ex.isPassing() ? null : now.plus(MENDING), null, ex);
		}
	}

	/**
	 * Say where a value would be published, and who would be asked for it.
	 * @param name the name at which the CA asks
	 * @throws DnsRecordsException if that cannot be told
	 */
	String explain(String name) throws DnsRecordsException {
		return this.publisher.explain(name);
	}

	/**
	 * Withdraw a value, if it was ever published, once it is not being published any
	 * more. Does not wait.
	 * @param name the name at which the CA asks
	 */
	void withdraw(String name, String value) {
		withdraw(name, value, (known) -> true);
	}

	private void withdraw(String name, String value, Predicate<PublishedValue> which) {
		String key = PublishedValue.file(name, value);
		Publication publication = this.publications.remove(key);
		CompletableFuture<?> before = (publication != null) ? publication.end()
				: CompletableFuture.completedFuture(null);
		before.whenComplete((any, ex) -> this.threads.run(() -> alone(key, () -> {
			for (PublishedValue known : this.published.find(name, value)) {
				if (which.test(known)) {
					withdraw(known);
				}
			}
			return name;
		})));
	}

	/**
	 * Withdraw a value that others may need the place of, until it is published again.
	 * @param name the name at which the CA asks
	 */
	void makeRoom(String name, String value) {
		if (this.routes.isCrowded()) {
			withdraw(name, value, this.publisher::isCrowding);
		}
	}

	/**
	 * Two things are never done with one value at a time.
	 */
	private <T> T alone(String key, DnsTask<T> task) throws DnsRecordsException, InterruptedException {
		ReentrantLock lock = this.locks[Math.floorMod(key.hashCode(), this.locks.length)];
		lock.lockInterruptibly();
		try {
			return task.run();
		}
		finally {
			lock.unlock();
		}
	}

	private void sweep() {
		this.sweepPlanned.set(false);
		Instant former = this.clock.instant().minus(SWEEPS);
		// Another process may have gone on with what they were for.
		this.publications.values().removeIf((one) -> one.touchedAt().isBefore(former) && one.end().isDone());
		try {
			for (PublishedValue value : this.published.leftOver()) {
				String key = PublishedValue.file(value.record().challengeName(), value.record().value());
				this.threads.run(() -> alone(key, () -> {
					// Somebody may have gone on with it in between.
					if (!this.publications.containsKey(key) && this.published.isLeftOver(value)) {
						withdraw(value);
					}
					return key;
				}));
			}
		}
		catch (RuntimeException ex) {
			logger.warn("What is left over in the DNS cannot be looked for, and is in ten minutes: " + ex.getMessage());
		}
	}

	private void withdraw(PublishedValue value) throws InterruptedException {
		try {
			this.publisher.withdraw(value);
			this.complained.remove(value.key());
		}
		catch (DnsRecordsException | StoreException ex) {
			this.published.setStuck(value);
			complain(value, ex);
		}
	}

	private void complain(PublishedValue value, Exception ex) {
		String what = "The TXT value \"" + value.record().value() + "\" of " + value.record().name();
		if (this.published.isHopeless(value)) {
			logger.warn(what + " could not be withdrawn for weeks, so this is not tried any more; it does no harm, and "
					+ "can be removed by hand: " + ex.getMessage());
			this.published.remove(value);
		}
		else if (this.complained.add(value.key())) {
			logger.warn(what + " is not needed any more but could not be withdrawn, which is tried again; it does no "
					+ "harm meanwhile: " + ex.getMessage());
		}
	}

	/**
	 * End what is being done. What is published is noted down, and withdrawn or gone on
	 * with after the next start.
	 */
	@Override
	public void close() {
		this.threads.close();
	}

}
