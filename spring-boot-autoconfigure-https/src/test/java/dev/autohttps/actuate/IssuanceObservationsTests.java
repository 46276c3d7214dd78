package dev.autohttps.actuate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.autohttps.certificate.AttemptRecord.Outcome;
import dev.autohttps.certificate.Failure;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.Issuance.Step;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.TestSpecs;
import dev.autohttps.renewal.AttemptListener.Purpose;
import dev.autohttps.renewal.AttemptWatch;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.test.simple.SimpleSpan;
import io.micrometer.tracing.test.simple.SimpleTracer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class IssuanceObservationsTests {

	private static final String CA = "https://ca.test/directory";

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final IssuanceObservations observations = new IssuanceObservations(this.registry, null, null);

	private final List<Observation.Context> contexts = new ArrayList<>();

	private final List<KeyValues> started = new ArrayList<>();

	@BeforeEach
	void watchTheRegistry() {
		this.registry.observationConfig().observationHandler(new ObservationHandler<>() {

			@Override
			public void onStart(Observation.Context context) {
				IssuanceObservationsTests.this.contexts.add(context);
				IssuanceObservationsTests.this.started.add(context.getLowCardinalityKeyValues());
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		});
	}

	@Test
	void anAttemptAndItsStepsAreObserved() {
		AttemptWatch watch = begin();
		step(watch, Step.ORDER_PLACED);
		step(watch, Step.ISSUED);
		watch.ended(Outcome.OBTAINED, null);
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasNumberOfObservationsWithNameEqualTo("https.issuance", 1)
			.hasNumberOfObservationsWithNameEqualTo("https.issuance.step", 2)
			.hasObservationWithNameEqualTo("https.issuance")
			.that()
			.hasBeenStopped()
			.doesNotHaveError()
			.hasLowCardinalityKeyValue("ca", CA)
			.hasLowCardinalityKeyValue("purpose", "renew")
			.hasLowCardinalityKeyValue("outcome", "obtained")
			.hasLowCardinalityKeyValue("kind", "none")
			.hasLowCardinalityKeyValue("problem", "none")
			.hasHighCardinalityKeyValue("certificate", "shop (ec-p256)")
			.hasHighCardinalityKeyValue("domains", "shop.example,www.shop.example");
		TestObservationRegistryAssert.assertThat(this.registry).doesNotHaveAnyRemainingCurrentObservation();
		assertThat(steps()).extracting((context) -> context.getLowCardinalityKeyValue("step").getValue())
			.containsExactly("order_placed", "issued");
		assertThat(steps()).allSatisfy((context) -> {
			assertThat(context.getParentObservation().getContextView().getName()).isEqualTo("https.issuance");
			assertThat(keys(context.getLowCardinalityKeyValues())).containsExactlyInAnyOrder("ca", "purpose", "step",
					"kind", "problem");
		});
	}

	@Test
	void whatIsDoneForAStepIsDoneWithinIt() {
		AttemptWatch watch = begin();
		try (AttemptWatch.Work work = watch.working()) {
			Observation current = this.registry.getCurrentObservation();
			assertThat(current.getContextView().getName()).isEqualTo("https.issuance.step");
		}
		assertThat(this.registry.getCurrentObservation()).isNull();
		try (AttemptWatch.Work work = watch.working()) {
			assertThat(steps()).hasSize(1);
		}
		watch.reached(Step.ISSUED);
		try (AttemptWatch.Work work = watch.working()) {
			assertThat(this.registry.getCurrentObservation().getContextView().getName()).isEqualTo("https.issuance");
		}
		watch.ended(Outcome.OBTAINED, null);
		assertThat(this.registry.getCurrentObservation()).isNull();
	}

	@Test
	void aFailureIsTheErrorOfTheAttemptAndOfTheStepThatWasNotDone() {
		AttemptWatch watch = begin();
		step(watch, Step.ORDER_PLACED);
		Failure failure = TestStatus.failure(1, FailureKind.RATE_LIMITED, TestStatus.PREFIX + "rateLimited");
		watch.ended(Outcome.FAILED, failure);
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasObservationWithNameEqualTo("https.issuance")
			.that()
			.hasBeenStopped()
			.hasLowCardinalityKeyValue("outcome", "failed")
			.hasLowCardinalityKeyValue("kind", "rate_limited")
			.hasLowCardinalityKeyValue("problem", "rateLimited")
			.thenError()
			.isInstanceOf(IssuanceException.class)
			.hasMessage("it failed");
		assertThat(steps().get(0).getError()).isNull();
		assertThat(steps().get(1).getError()).isInstanceOf(IssuanceException.class);
		assertThat(steps().get(1).getLowCardinalityKeyValue("step").getValue()).isEqualTo("none");
		assertThat(steps().get(1).getLowCardinalityKeyValue("kind").getValue()).isEqualTo("rate_limited");
	}

	@Test
	void anAttemptThatIsOnlyLetGoIsNoError() {
		begin().ended(Outcome.UNDER_WAY, null);
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasObservationWithNameEqualTo("https.issuance")
			.that()
			.hasBeenStopped()
			.doesNotHaveError()
			.hasLowCardinalityKeyValue("outcome", "under_way");
	}

	@Test
	void theKeysThatMetricsAreMadeOfAreThereFromTheBeginning() {
		begin();
		assertThat(this.started).hasSize(2);
		assertThat(keys(this.started.get(0))).containsExactlyInAnyOrder("ca", "purpose", "outcome", "kind", "problem");
		assertThat(keys(this.started.get(1))).containsExactlyInAnyOrder("ca", "purpose", "step", "kind", "problem");
	}

	@Test
	void anApplicationGivesNamesOfItsOwn() {
		IssuanceObservationConvention mine = new DefaultIssuanceObservationConvention() {

			@Override
			public String getName() {
				return "my.certificates";
			}

		};
		new IssuanceObservations(this.registry, mine, null).begun(TestSpecs.of("shop.example"), CA, Purpose.ISSUE)
			.ended(Outcome.OBTAINED, null);
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasNumberOfObservationsWithNameEqualTo("my.certificates", 1)
			.hasNumberOfObservationsWithNameEqualTo("https.issuance", 0);
	}

	@Test
	void theSpansOfTheStepsAreChildrenOfThatOfTheAttemptAndLogsCarryThem() {
		SimpleTracer tracer = new SimpleTracer();
		this.registry.observationConfig().observationHandler(new DefaultTracingObservationHandler(tracer));
		AttemptWatch watch = begin();
		String spanAtWork;
		try (AttemptWatch.Work work = watch.working()) {
			spanAtWork = tracer.currentSpan().context().spanId();
		}
		assertThat(tracer.currentSpan()).isNull();
		watch.reached(Step.ORDER_PLACED);
		watch.ended(Outcome.FAILED, TestStatus.failure(1, FailureKind.UNAVAILABLE, null));
		List<SimpleSpan> spans = List.copyOf(tracer.getSpans());
		SimpleSpan attempt = span(spans, "https issuance");
		assertThat(spans).hasSize(3).allSatisfy((span) -> {
			assertThat(span.getTraceId()).isEqualTo(attempt.getTraceId());
			assertThat(span.getEndTimestamp().toEpochMilli()).isPositive();
			if (span != attempt) {
				assertThat(span.getParentId()).isEqualTo(attempt.getSpanId());
			}
		});
		assertThat(span(spans, "https issuance order_placed").getSpanId()).isEqualTo(spanAtWork);
		assertThat(span(spans, "https issuance step").getError()).hasMessage("it failed");
		assertThat(attempt.getError()).hasMessage("it failed");
		assertThat(attempt.getTags())
			.containsAllEntriesOf(Map.of("domains", "shop.example,www.shop.example", "outcome", "failed"));
	}

	private static SimpleSpan span(List<SimpleSpan> spans, String name) {
		return spans.stream().filter((span) -> span.getName().equals(name)).findFirst().orElseThrow();
	}

	private AttemptWatch begin() {
		return this.observations.begun(TestSpecs.of("shop.example", "www.shop.example"), CA, Purpose.RENEW);
	}

	private static void step(AttemptWatch watch, Step step) {
		watch.working().close();
		watch.reached(step);
	}

	private static List<String> keys(KeyValues values) {
		return values.stream().map(KeyValue::getKey).toList();
	}

	private List<Observation.Context> steps() {
		return this.contexts.stream().filter((context) -> context instanceof IssuanceStepObservationContext).toList();
	}

}
