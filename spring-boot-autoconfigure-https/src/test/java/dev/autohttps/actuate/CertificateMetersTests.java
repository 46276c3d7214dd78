package dev.autohttps.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.autohttps.actuate.CertificateMeters.Gauged;
import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.LiveCertificate;
import dev.autohttps.certificate.Standing;
import dev.autohttps.certificate.TestCertificates;
import dev.autohttps.certificate.TestClock;
import dev.autohttps.certificate.TestSpecs;
import dev.autohttps.renewal.CertificateState;
import dev.autohttps.renewal.CertificateStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class CertificateMetersTests {

	private static final Duration LIFETIME = Duration.ofDays(90);

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final TestClock clock = new TestClock();

	private final List<Gauged> certificates = new ArrayList<>();

	private final CertificateMeters meters = new CertificateMeters(() -> List.copyOf(this.certificates), this.clock);

	private CertificateStatus status;

	@Test
	void aCertificateIsGaugedAsItIsAtTheMoment() {
		add("shop", live(Standing.PRODUCTION), CertificateState.VALID);
		this.meters.bindTo(this.registry);
		assertThat(value("expiry")).isEqualTo(LIFETIME.toSeconds(), within(1.0));
		assertThat(value("lifetime.remaining")).isEqualTo(1, within(0.001));
		assertThat(value("next.attempt")).isEqualTo(3600);
		assertThat(value("failures")).isZero();
		this.clock.set(TestClock.START.plus(LIFETIME.dividedBy(4)));
		assertThat(value("lifetime.remaining")).isEqualTo(0.75, within(0.001));
		assertThat(value("next.attempt")).isZero();
		this.clock.set(TestClock.START.plus(LIFETIME).plusSeconds(100));
		assertThat(value("expiry")).isEqualTo(-100, within(1.0));
		assertThat(value("lifetime.remaining")).isZero();
	}

	@Test
	void ofAPlaceholderAndOfNothingEveryNumberIsOne() {
		add("placeholder", live(Standing.PLACEHOLDER), CertificateState.PLACEHOLDER);
		add("nothing", null, CertificateState.PLACEHOLDER);
		this.meters.bindTo(this.registry);
		assertThat(this.registry.find("https.certificate.expiry").gauges()).hasSize(2)
			.allSatisfy((gauge) -> assertThat(gauge.value()).isZero());
		assertThat(this.registry.find("https.certificate.lifetime.remaining").gauges()).hasSize(2)
			.allSatisfy((gauge) -> assertThat(gauge.value()).isZero());
		assertThat(this.registry.getMeters().stream().flatMap((meter) -> values(meter).stream()))
			.allSatisfy((value) -> assertThat(value).isFinite());
	}

	@Test
	void anAttemptThatIsNotInSightIsFarAway() {
		add("shop", live(Standing.PRODUCTION), CertificateState.VALID);
		this.status = TestStatus.of(TestSpecs.of("shop.example"), CertificateState.VALID, null, Instant.MAX, null);
		this.meters.bindTo(this.registry);
		assertThat(value("next.attempt")).isFinite().isGreaterThan(LIFETIME.toSeconds());
	}

	@Test
	void failuresInARowAreCounted() {
		add("shop", null, CertificateState.PLACEHOLDER);
		this.status = TestStatus.of(TestSpecs.of("shop.example"), CertificateState.PLACEHOLDER, null, TestClock.START,
				TestStatus.failure(3, FailureKind.UNAVAILABLE, null));
		this.meters.bindTo(this.registry);
		assertThat(value("failures")).isEqualTo(3);
	}

	@Test
	void ofAllStatesOneHolds() {
		add("shop", live(Standing.PRODUCTION), CertificateState.FAILING);
		this.meters.bindTo(this.registry);
		for (CertificateState state : CertificateState.values()) {
			double expected = (state == CertificateState.FAILING) ? 1 : 0;
			String name = FailureNames.id(state);
			assertThat(this.registry.get("https.certificate.state")
				.tags("certificate", "shop", "key.type", "ec-p256", "state", name)
				.gauge()
				.value()).isEqualTo(expected);
			assertThat(this.registry.get("https.certificates").tag("state", name).gauge().value()).isEqualTo(expected);
		}
	}

	@Test
	void thoseThatStayAreLeftAlone() {
		add("first", live(Standing.PRODUCTION), CertificateState.VALID);
		this.meters.bindTo(this.registry);
		Gauge first = this.registry.get("https.certificate.expiry").gauge();
		List<Meter> changed = new ArrayList<>();
		this.registry.config().onMeterAdded(changed::add).onMeterRemoved(changed::add);
		add("second", live(Standing.PRODUCTION), CertificateState.VALID);
		this.meters.refresh();
		this.certificates.remove(1);
		this.meters.refresh();
		assertThat(changed).isNotEmpty()
			.allSatisfy((meter) -> assertThat(meter.getId().getTag("certificate")).isEqualTo("second"));
		assertThat(this.registry.get("https.certificate.expiry").gauge()).isSameAs(first);
	}

	@Test
	void certificatesComeAndGo() {
		add("first", live(Standing.PRODUCTION), CertificateState.VALID);
		add("second", live(Standing.PRODUCTION), CertificateState.VALID);
		SimpleMeterRegistry other = new SimpleMeterRegistry();
		this.meters.bindTo(this.registry);
		this.meters.bindTo(other);
		this.certificates.remove(0);
		add("third", live(Standing.PRODUCTION), CertificateState.VALID);
		this.meters.refresh();
		for (SimpleMeterRegistry one : List.of(this.registry, other)) {
			for (String name : List.of("expiry", "lifetime.remaining", "next.attempt", "failures", "state")) {
				assertThat(one.find("https.certificate." + name).gauges())
					.extracting((gauge) -> gauge.getId().getTag("certificate"))
					.contains("second", "third")
					.doesNotContain("first");
			}
			assertThat(one.get("https.certificates").tag("state", "valid").gauge().value()).isEqualTo(2);
		}
	}

	private static List<Double> values(Meter meter) {
		List<Double> values = new ArrayList<>();
		for (Measurement measurement : meter.measure()) {
			values.add(measurement.getValue());
		}
		return values;
	}

	private double value(String name) {
		Gauge gauge = this.registry.get("https.certificate." + name)
			.tags("certificate", "shop", "key.type", "ec-p256")
			.gauge();
		return gauge.value();
	}

	private LiveCertificate live(Standing standing) {
		return TestSpecs.live("shop", KeyType.EC_P256, TestCertificates.of("shop.example"), standing);
	}

	private void add(String name, LiveCertificate live, CertificateState state) {
		CertificateSpec spec = TestSpecs.of(name, KeyType.EC_P256, "shop.example");
		this.status = null;
		CertificateStatus made = TestStatus.of(spec, state, live, TestClock.START.plusSeconds(3600), null);
		this.certificates.add(new Gauged(spec.id(), () -> (this.status != null) ? this.status : made));
	}

}
