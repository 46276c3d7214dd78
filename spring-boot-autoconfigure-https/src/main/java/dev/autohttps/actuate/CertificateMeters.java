package dev.autohttps.actuate;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;

import dev.autohttps.certificate.CertificateId;
import dev.autohttps.certificate.Failure;
import dev.autohttps.certificate.LiveCertificate;
import dev.autohttps.renewal.CertificateKeeper;
import dev.autohttps.renewal.CertificateKeepers;
import dev.autohttps.renewal.CertificateState;
import dev.autohttps.renewal.CertificateStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * Gauges of how it stands with each certificate, read at the moment at which somebody
 * looks.
 */
public final class CertificateMeters implements MeterBinder {

	private final Supplier<List<Gauged>> certificates;

	private final InstantSource clock;

	private final List<CertificateGauges> bound = new CopyOnWriteArrayList<>();

	/**
	 * Create new meters.
	 * @param keepers the keepers of the certificates
	 * @param clock the time
	 */
	public CertificateMeters(CertificateKeepers keepers, InstantSource clock) {
		this(() -> StreamSupport.stream(keepers.spliterator(), false)
			.map((keeper) -> new Gauged(keeper.spec().id(), new StatusOf(keeper)))
			.toList(), clock);
	}

	CertificateMeters(Supplier<List<Gauged>> certificates, InstantSource clock) {
		this.certificates = certificates;
		this.clock = clock;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		CertificateGauges gauges = new CertificateGauges(registry, this);
		this.bound.add(gauges);
		gauges.register(this.certificates);
	}

	/**
	 * Have gauges of the certificates that there are now, and no others. To be called by
	 * whoever adds or takes away one while the application runs.
	 */
	public void refresh() {
		// Read anew for each, so that of two who come at once the last has the last word.
		this.bound.forEach((gauges) -> gauges.register(this.certificates));
	}

	/**
	 * What counts is how long clients are served a certificate that they take.
	 */
	double expiry(CertificateStatus status) {
		LiveCertificate live = real(status);
		return (live != null) ? secondsUntil(live.certificate().notAfter()) : 0;
	}

	double remaining(CertificateStatus status) {
		LiveCertificate live = real(status);
		if (live == null) {
			return 0;
		}
		double lifetime = seconds(live.certificate().lifetime());
		return (lifetime > 0) ? Math.max(0, Math.min(1, expiry(status) / lifetime)) : 0;
	}

	double nextAttempt(CertificateStatus status) {
		return Math.max(0, secondsUntil(status.nextAttempt()));
	}

	double failures(CertificateStatus status) {
		Failure failure = status.failure();
		return (failure != null) ? failure.count() : 0;
	}

	double count(CertificateState state) {
		return this.certificates.get().stream().filter((one) -> one.status().get().state() == state).count();
	}

	static List<CertificateState> states() {
		return Arrays.asList(CertificateState.values());
	}

	private static @Nullable LiveCertificate real(CertificateStatus status) {
		LiveCertificate live = status.live();
		return (live != null && !live.isPlaceholder()) ? live : null;
	}

	private double secondsUntil(Instant moment) {
		return seconds(Duration.between(this.clock.instant(), moment));
	}

	/**
	 * The last moment that can be thought of is more milliseconds away than can be
	 * counted.
	 */
	private static double seconds(Duration duration) {
		return duration.getSeconds() + duration.getNano() / 1e9;
	}

	/**
	 * The status of what a keeper keeps, equal to another of the same keeper.
	 */
	private record StatusOf(CertificateKeeper keeper) implements Supplier<CertificateStatus> {

		@Override
		public CertificateStatus get() {
			return this.keeper.status();
		}

	}

	/**
	 * A certificate that is gauged.
	 *
	 * @param id which one
	 * @param status how it stands at the moment
	 */
	record Gauged(CertificateId id, Supplier<CertificateStatus> status) {

	}

}
