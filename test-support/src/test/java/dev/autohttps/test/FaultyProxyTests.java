package dev.autohttps.test;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

import javax.net.ssl.SSLHandshakeException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link FaultyProxy}.
 */
@EnabledIfPebble
class FaultyProxyTests {

	private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

	private static Pebble pebble;

	private FaultyProxy proxy;

	private HttpClient client;

	@BeforeAll
	static void startPebble() {
		pebble = Pebble.builder().start();
	}

	@AfterAll
	static void stopPebble() {
		pebble.close();
	}

	@BeforeEach
	void openProxy() throws Exception {
		this.proxy = FaultyProxy.before(pebble, "localhost", InstantSource.fixed(NOW));
		this.client = HttpClient.newBuilder().sslContext(TestTrust.in(this.proxy.trustPem())).build();
	}

	@AfterEach
	void closeProxy() {
		this.proxy.close();
	}

	@Test
	void allUrlsOfTheDirectoryLeadThroughIt() throws Exception {
		String base = this.proxy.directoryUrl().toString().replace("/dir", "");
		HttpResponse<String> directory = get();
		assertThat(directory.body()).contains("\"newOrder\": \"" + base + "/order-plz\"");
		assertThat(directory.body().lines().filter((line) -> line.contains("https://")))
			.allMatch((line) -> line.contains(base) || line.contains("Service") || line.contains("website"));
	}

	@Test
	void notesTheKindAndTheMomentOfEachRequest() throws Exception {
		get();
		URI order = this.proxy.directoryUrl().resolve("/my-order/abc");
		HttpRequest post = HttpRequest.newBuilder(order).POST(BodyPublishers.ofString("{}")).build();
		assertThat(this.client.send(post, BodyHandlers.ofString()).headers().firstValue("Replay-Nonce")).isPresent();
		assertThat(this.proxy.requests()).containsExactly(new ProxiedRequest("GET /dir", NOW),
				new ProxiedRequest("POST /my-order/", NOW));
		assertThat(this.proxy.connectionsMade()).isOne();
	}

	@Test
	void aDelayedAnswerComesInTheEnd() throws Exception {
		this.proxy.fault(Fault.delay(Duration.ofSeconds(2)));
		HttpRequest impatient = HttpRequest.newBuilder(this.proxy.directoryUrl())
			.timeout(Duration.ofMillis(100))
			.build();
		assertThatExceptionOfType(HttpTimeoutException.class)
			.isThrownBy(() -> this.client.send(impatient, BodyHandlers.ofString()));
		assertThat(get().body()).contains("newOrder");
	}

	@Test
	void aConnectionIsDroppedOrCutUntilItIsHealed() throws Exception {
		this.proxy.fault(Fault.drop());
		assertThatExceptionOfType(IOException.class).isThrownBy(this::get);
		this.proxy.fault(Fault.cutAnswer());
		assertThatExceptionOfType(IOException.class).isThrownBy(this::get);
		this.proxy.heal();
		assertThat(get().body()).contains("newOrder");
	}

	@Test
	void whatIsLostOnTheWayBackReachedTheCa() {
		int before = pebble.requestsSeen().size();
		this.proxy.fault(Fault.loseAnswer());
		assertThatExceptionOfType(IOException.class).isThrownBy(this::get);
		assertThat(pebble.requestsSeen()).hasSizeGreaterThan(before);
	}

	@Test
	void anAnswerIsTruncatedOrSaysThatItIsSomethingElse() throws Exception {
		this.proxy.fault(Fault.truncateAnswer());
		assertThat(get().body()).startsWith("{").doesNotEndWith("}");
		this.proxy.fault(Fault.contentType("text/plain"));
		HttpResponse<String> answer = get();
		assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain");
		assertThat(answer.body()).contains("newOrder");
	}

	@Test
	void anAnswerSaysSomethingElse() throws Exception {
		this.proxy.fault(Fault.rewriteAnswer("newOrder", "newOrderOfOld"));
		assertThat(get().body()).contains("\"newOrderOfOld\"").doesNotContain("\"newOrder\"").endsWith("}");
	}

	@Test
	void somebodyElseAnswersAndAsksToWait() throws Exception {
		this.proxy.fault(Fault.answer(FaultyAnswer.page(503).retryAfter(Duration.ofSeconds(7))));
		HttpResponse<String> page = get();
		assertThat(page.statusCode()).isEqualTo(503);
		assertThat(page.headers().firstValue("Retry-After")).hasValue("7");
		assertThat(page.body()).contains("<html>");
		this.proxy.fault(Fault
			.answer(FaultyAnswer.problem(429, "rateLimited", "too \"many\"").retryAtDateAfter(Duration.ofMinutes(1))));
		HttpResponse<String> problem = get();
		assertThat(problem.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(problem.body()).contains("urn:ietf:params:acme:error:rateLimited", "too \\\"many\\\"");
		assertThat(date(problem, "Retry-After")).isCloseTo(date(problem, "Date").plusMinutes(1),
				within(1, ChronoUnit.SECONDS));
	}

	@Test
	void aHugeAnswerEndsWhenTheClientHasEnough() throws Exception {
		this.proxy.fault(Fault.hugeAnswer(1 << 20));
		assertThat(get().body()).hasSize(1 << 20);
		assertThat(this.proxy.bytesSent()).isEqualTo(1 << 20);
		this.proxy.fault(Fault.inflatedAnswer(1 << 20));
		HttpResponse<String> inflated = get();
		assertThat(inflated.headers().firstValue("Content-Encoding")).hasValue("gzip");
		assertThat(inflated.body().length()).isLessThan(1 << 16);
	}

	@Test
	void aFaultMayHappenInSomePlacesAndSomeTimesOnly() throws Exception {
		Fault gone = Fault.answer(FaultyAnswer.page(502));
		this.proxy.fault(gone.at("POST /order-plz"));
		assertThat(get().statusCode()).isEqualTo(200);
		this.proxy.fault(gone.at("GET /dir").times(1));
		assertThat(get().statusCode()).isEqualTo(502);
		assertThat(get().statusCode()).isEqualTo(200);
		this.proxy.fault(gone.share(0));
		assertThat(get().statusCode()).isEqualTo(200);
		this.proxy.fault(gone.share(100));
		assertThat(get().statusCode()).isEqualTo(502);
	}

	@Test
	void anExpiredCertificateIsPresentedEvenToThoseWhoWereConnected() throws Exception {
		get();
		this.proxy.expire();
		assertThatExceptionOfType(SSLHandshakeException.class).isThrownBy(this::get)
			.withStackTraceContaining("NotAfter");
		assertThat(this.proxy.connectionsMade()).isEqualTo(2);
		this.proxy.heal();
		assertThat(get().statusCode()).isEqualTo(200);
		assertThat(this.proxy.requests()).hasSize(2);
	}

	private HttpResponse<String> get() throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(this.proxy.directoryUrl()).timeout(Duration.ofSeconds(30)).build();
		return this.client.send(request, BodyHandlers.ofString());
	}

	private static ZonedDateTime date(HttpResponse<?> response, String header) {
		return ZonedDateTime.parse(response.headers().firstValue(header).orElseThrow(),
				DateTimeFormatter.RFC_1123_DATE_TIME);
	}

}
