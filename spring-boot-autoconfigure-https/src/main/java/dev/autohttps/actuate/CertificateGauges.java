package dev.autohttps.actuate;

import java.util.List;
import java.util.function.ToDoubleFunction;

import dev.autohttps.actuate.CertificateMeters.Gauged;
import dev.autohttps.certificate.CertificateId;
import dev.autohttps.renewal.CertificateState;
import dev.autohttps.renewal.CertificateStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;

/**
 * The gauges of certificates in one registry.
 */
final class CertificateGauges {

	private static final String SECONDS = "seconds";

	private final CertificateMeters meters;

	private final MultiGauge expiry;

	private final MultiGauge remaining;

	private final MultiGauge nextAttempt;

	private final MultiGauge state;

	private final MultiGauge failures;

	CertificateGauges(MeterRegistry registry, CertificateMeters meters) {
		this.meters = meters;
		this.expiry = MultiGauge.builder("https.certificate.expiry")
			.description("Time until the certificate expires, negative once it has; 0 for a placeholder")
			.baseUnit(SECONDS)
			.register(registry);
		this.remaining = MultiGauge.builder("https.certificate.lifetime.remaining")
			.description("Share of the certificate's lifetime that is left, from 1 to 0; 0 for a placeholder")
			.register(registry);
		this.nextAttempt = MultiGauge.builder("https.certificate.next.attempt")
			.description("Time until the next certificate is sought; 0 while that is going on")
			.baseUnit(SECONDS)
			.register(registry);
		this.state = MultiGauge.builder("https.certificate.state")
			.description("1 for the state that the certificate is in, 0 for the others")
			.register(registry);
		this.failures = MultiGauge.builder("https.certificate.failures")
			.description("Failures in a row to obtain the certificate")
			.register(registry);
		for (CertificateState one : CertificateMeters.states()) {
			Gauge.builder("https.certificates", meters, (all) -> all.count(one))
				.description("Certificates in this state")
				.tag("state", FailureNames.id(one))
				.strongReference(true)
				.register(registry);
		}
	}

	void register(List<Gauged> certificates) {
		this.expiry.register(rows(certificates, this.meters::expiry), true);
		this.remaining.register(rows(certificates, this.meters::remaining), true);
		this.nextAttempt.register(rows(certificates, this.meters::nextAttempt), true);
		this.failures.register(rows(certificates, this.meters::failures), true);
		this.state.register(certificates.stream().flatMap((one) -> CertificateMeters.states().stream().map((state) -> {
			Tags tags = tags(one.id()).and("state", FailureNames.id(state));
			return row(one, tags, (status) -> (status.state() == state) ? 1 : 0);
		})).toList(), true);
	}

	private static List<MultiGauge.Row<?>> rows(List<Gauged> certificates, ToDoubleFunction<CertificateStatus> value) {
		return certificates.stream().<MultiGauge.Row<?>>map((one) -> row(one, tags(one.id()), value)).toList();
	}

	private static MultiGauge.Row<?> row(Gauged one, Tags tags, ToDoubleFunction<CertificateStatus> value) {
		return MultiGauge.Row.of(tags, one, (gauged) -> value.applyAsDouble(gauged.status().get()));
	}

	private static Tags tags(CertificateId id) {
		return Tags.of("certificate", id.name(), "key.type", id.keyType().id());
	}

}
