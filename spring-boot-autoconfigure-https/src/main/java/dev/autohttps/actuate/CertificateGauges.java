package dev.autohttps.actuate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import dev.autohttps.actuate.CertificateMeters.Gauged;
import dev.autohttps.certificate.CertificateId;
import dev.autohttps.renewal.CertificateState;
import dev.autohttps.renewal.CertificateStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/**
 * The gauges of certificates in one registry.
 */
final class CertificateGauges {

	private static final String SECONDS = "seconds";

	private final MeterRegistry registry;

	private final CertificateMeters meters;

	private final Map<Gauged, List<Meter>> registered = new HashMap<>();

	CertificateGauges(MeterRegistry registry, CertificateMeters meters) {
		this.registry = registry;
		this.meters = meters;
		for (CertificateState one : CertificateMeters.states()) {
			Gauge.builder("https.certificates", meters, (all) -> all.count(one))
				.description("Certificates in this state")
				.tag("state", FailureNames.id(one))
				.strongReference(true)
				.register(registry);
		}
	}

	/**
	 * Have gauges of these certificates and no others. Those that stay are left alone:
	 * where names come and go there may be thousands.
	 */
	synchronized void register(Supplier<List<Gauged>> now) {
		List<Gauged> certificates = now.get();
		Set<Gauged> staying = new HashSet<>(certificates);
		this.registered.entrySet().removeIf((entry) -> {
			boolean gone = !staying.contains(entry.getKey());
			if (gone) {
				entry.getValue().forEach(this.registry::remove);
			}
			return gone;
		});
		certificates.forEach((one) -> this.registered.computeIfAbsent(one, this::gauges));
	}

	private List<Meter> gauges(Gauged one) {
		List<Meter> gauges = new ArrayList<>();
		Tags tags = tags(one.id());
		gauges.add(gauge("https.certificate.expiry", one, tags, this.meters::expiry)
			.description("Time until the certificate expires, negative once it has; 0 for a placeholder")
			.baseUnit(SECONDS)
			.register(this.registry));
		gauges.add(gauge("https.certificate.lifetime.remaining", one, tags, this.meters::remaining)
			.description("Share of the certificate's lifetime that is left, from 1 to 0; 0 for a placeholder")
			.register(this.registry));
		gauges.add(gauge("https.certificate.next.attempt", one, tags, this.meters::nextAttempt)
			.description("Time until the next certificate is sought; 0 while that is going on")
			.baseUnit(SECONDS)
			.register(this.registry));
		for (CertificateState state : CertificateMeters.states()) {
			gauges.add(gauge("https.certificate.state", one, tags.and("state", FailureNames.id(state)),
					(status) -> (status.state() == state) ? 1 : 0)
				.description("1 for the state that the certificate is in, 0 for the others")
				.register(this.registry));
		}
		gauges.add(gauge("https.certificate.failures", one, tags, this.meters::failures)
			.description("Failures in a row to obtain the certificate")
			.register(this.registry));
		return gauges;
	}

	private static Gauge.Builder<Gauged> gauge(String name, Gauged one, Tags tags,
			ToDoubleFunction<CertificateStatus> value) {
		return Gauge.builder(name, one, (gauged) -> value.applyAsDouble(gauged.status().get()))
			.tags(tags)
			.strongReference(true);
	}

	private static Tags tags(CertificateId id) {
		return Tags.of("certificate", id.name(), "key.type", id.keyType().id());
	}

}
