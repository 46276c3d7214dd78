package dev.autohttps.acceptance;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import dev.autohttps.acme.CaExchange;
import dev.autohttps.acme.CaExchange.Kind;
import dev.autohttps.acme.CaListener;
import dev.autohttps.server.TestServer;
import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.Pebble;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.test.simple.SimpleSpan;
import io.micrometer.tracing.test.simple.SimpleTracer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The spans of a real issuance.
 */
@EnabledIfPebble
@Tag("acceptance")
class TracingTests {

	@TempDir
	Path store;

	@Test
	void theStepsAndTheRequestsOfAnIssuanceAreOfOneTrace() {
		try (Pebble pebble = Pebble.builder().start();
				ObservedApplication application = ObservedApplication
					.start(TestServer.TOMCAT, pebble, this.store, List.of(Tracing.class), "https.domains=shop.test")
					.awaitCertificate()) {
			Tracing tracing = application.bean(Tracing.class);
			Await.until("the attempt has ended", Duration.ofSeconds(60), tracing::isOver);
			List<SimpleSpan> spans = List.copyOf(tracing.tracer.getSpans());
			SimpleSpan attempt = spans.stream()
				.filter((span) -> span.getName().equals("https issuance"))
				.findFirst()
				.orElseThrow();
			List<SimpleSpan> steps = spans.stream()
				.filter((span) -> attempt.getSpanId().equals(span.getParentId()))
				.toList();
			assertThat(steps).extracting(SimpleSpan::getName)
				.containsExactlyInAnyOrder("https issuance order_placed", "https issuance answers_offered",
						"https issuance challenges_answered", "https issuance finalized", "https issuance issued");
			assertThat(attempt.getTags()).containsEntry("outcome", "obtained").containsEntry("domains", "shop.test");
			Set<String> ids = steps.stream().map(SimpleSpan::getSpanId).collect(Collectors.toSet());
			List<Request> ordered = tracing.requests.stream()
				.filter((request) -> Set.of(Kind.NEW_ORDER, Kind.CHALLENGE, Kind.FINALIZE, Kind.CERTIFICATE)
					.contains(request.kind()))
				.toList();
			assertThat(ordered).hasSizeGreaterThanOrEqualTo(4)
				.allSatisfy((request) -> assertThat(ids).contains(request.span()));
		}
	}

	/**
	 * A request to the CA.
	 *
	 * @param kind what was asked for
	 * @param span within which it was
	 */
	private record Request(Kind kind, @Nullable String span) {

	}

	@Configuration(proxyBeanMethods = false)
	static class Tracing {

		final SimpleTracer tracer = new SimpleTracer();

		final List<Request> requests = new CopyOnWriteArrayList<>();

		@Bean
		DefaultTracingObservationHandler tracingHandler() {
			return new DefaultTracingObservationHandler(this.tracer);
		}

		@Bean
		CaListener requests() {
			return new CaListener() {

				@Override
				public void exchanged(CaExchange exchange) {
					Span span = Tracing.this.tracer.currentSpan();
					Tracing.this.requests
						.add(new Request(exchange.kind(), (span != null) ? span.context().spanId() : null));
				}

			};
		}

		boolean isOver() {
			return this.tracer.getSpans()
				.stream()
				.anyMatch((span) -> span.getName().equals("https issuance")
						&& span.getEndTimestamp().toEpochMilli() != 0);
		}

	}

}
