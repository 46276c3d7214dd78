package dev.autohttps.server;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import javax.net.ssl.SSLParameters;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.autohttps.Certificates;
import dev.autohttps.RunningApplication;
import dev.autohttps.acceptance.TlsClient;
import dev.autohttps.acceptance.TlsClient.Connection;
import dev.autohttps.certificate.CertificateId;
import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.Domains;
import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.LiveCertificate;
import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.certificate.OfferedAnswers;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.Standing;
import dev.autohttps.certificate.TestCertificates;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * What every server does below HTTP: which certificate it shows to whom, and that a swap
 * harms nobody.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.autohttps.server.TestServer#tested")
@ExtendWith(OutputCaptureExtension.class)
class ServerTlsContractTests {

	private static final int SWAPS = 1000;

	private static final int KEEP_ALIVE = 8;

	private static final List<ServerCertificate> RENEWED = IntStream.range(0, 50)
		.mapToObj((i) -> TestCertificates.of("localhost", "a.test", "swap.test"))
		.toList();

	@TempDir
	static Path store;

	private static RunningApplication application;

	private static LiveCertificates live;

	@Parameter
	TestServer server;

	private final TlsClient client = TlsClient.trustingAnybody();

	@BeforeParameterizedClassInvocation
	static void startTheApplication(TestServer server) {
		application = server.start(store, "https.hsts.max-age=1d", "spring.http.codecs.max-in-memory-size=20MB");
		live = application.bean(LiveCertificates.class);
	}

	@AfterParameterizedClassInvocation
	static void closeTheApplication() {
		application.close();
	}

	@BeforeEach
	void serveTheUsual() {
		serve("https", KeyType.EC_P256, RENEWED.get(0), Standing.PRODUCTION, "localhost", "a.test");
	}

	@ParameterizedTest
	@CsvSource({ "b.test, b.test", "B.Test, b.test", "www.b.test, b.test", "x.wild.test, *.wild.test",
			"wild.test, a.test", "x.y.wild.test, a.test", "unknown.test, a.test", ", a.test" })
	void theCertificateIsChosenByTheNameThatIsAskedFor(String name, String expected) throws Exception {
		serve("b", KeyType.EC_P256, TestCertificates.of("b.test", "www.b.test"), Standing.PRODUCTION, "b.test",
				"www.b.test");
		serve("wild", KeyType.EC_P256, TestCertificates.of("*.wild.test"), Standing.PRODUCTION, "*.wild.test");
		for (String protocol : List.of("TLSv1.3", "TLSv1.2")) {
			try (Connection connection = this.client.connect(application.port(), name, protocols(protocol))) {
				assertThat(connection.certificate().getSubjectAlternativeNames())
					.anySatisfy((one) -> assertThat(one.get(1)).isEqualTo(expected));
			}
		}
	}

	@Test
	void aClientGetsTheKindOfCertificateThatItCanVerify() throws Exception {
		serve("two", KeyType.EC_P256, TestCertificates.of("two.test"), Standing.PRODUCTION, "two.test");
		serve("two", KeyType.RSA_2048, TestCertificates.of(KeyType.RSA_2048, "two.test"), Standing.PRODUCTION,
				"two.test");
		assertThat(keyAlgorithm("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")).isEqualTo("RSA");
		assertThat(keyAlgorithm("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")).isEqualTo("EC");
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_19, disabledReason = "SSLParameters.setSignatureSchemes is missing")
	void aClientOfTls13GetsTheKindOfCertificateThatItCanVerify() throws Exception {
		serve("two", KeyType.EC_P256, TestCertificates.of("two.test"), Standing.PRODUCTION, "two.test");
		serve("two", KeyType.RSA_2048, TestCertificates.of(KeyType.RSA_2048, "two.test"), Standing.PRODUCTION,
				"two.test");
		assertThat(keyAlgorithmBySignature("rsa_pss_rsae_sha256")).isEqualTo("RSA");
		assertThat(keyAlgorithmBySignature("ecdsa_secp256r1_sha256")).isEqualTo("EC");
	}

	private String keyAlgorithmBySignature(String scheme) throws Exception {
		Method setter = SSLParameters.class.getMethod("setSignatureSchemes", String[].class);
		try (Connection connection = this.client.connect(application.port(), "two.test", (parameters) -> {
			parameters.setProtocols(new String[] { "TLSv1.3" });
			ReflectionUtils.invokeMethod(setter, parameters, (Object) new String[] { scheme });
		})) {
			assertThat(connection.get("/often")).isEqualTo("often");
			return connection.certificate().getPublicKey().getAlgorithm();
		}
	}

	private String keyAlgorithm(String cipher) throws IOException {
		try (Connection connection = this.client.connect(application.port(), "two.test", (parameters) -> {
			parameters.setProtocols(new String[] { "TLSv1.2" });
			parameters.setCipherSuites(new String[] { cipher });
		})) {
			return connection.certificate().getPublicKey().getAlgorithm();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLS_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
			"TLS_DHE_RSA_WITH_AES_128_GCM_SHA256" })
	void whatIsNotForwardSecretOrNotAuthenticatedIsNotSpoken(String cipher) {
		serve("two", KeyType.EC_P256, TestCertificates.of("two.test"), Standing.PRODUCTION, "two.test");
		serve("two", KeyType.RSA_2048, TestCertificates.of(KeyType.RSA_2048, "two.test"), Standing.PRODUCTION,
				"two.test");
		assertThatIOException().isThrownBy(() -> keyAlgorithm(cipher));
	}

	@Test
	void aClientCannotMakeTheServerNegotiateAnew() throws Exception {
		try (Connection connection = this.client.connect(application.port(), "a.test", protocols("TLSv1.2"))) {
			assertThat(connection.get("/often")).isEqualTo("often");
			assertThatIOException().isThrownBy(() -> {
				connection.negotiateAnew();
				connection.get("/often");
			});
		}
	}

	@Test
	void aThousandSwapsUnderLoadHarmNobody() throws Exception {
		Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
		AtomicInteger requests = new AtomicInteger();
		AtomicInteger connections = new AtomicInteger();
		AtomicBoolean done = new AtomicBoolean();
		List<Thread> clients = new ArrayList<>();
		serve("swapped", KeyType.EC_P256, RENEWED.get(0), Standing.PRODUCTION, "swap.test");
		for (int i = 0; i < KEEP_ALIVE; i++) {
			clients.add(start(failures, () -> {
				try (Connection connection = this.client.connect(application.port(), "swap.test")) {
					while (!done.get()) {
						assertThat(connection.get("/often")).isEqualTo("often");
						requests.incrementAndGet();
					}
				}
			}));
		}
		clients.add(start(failures, () -> {
			while (!done.get()) {
				try (Connection connection = TlsClient.trustingAnybody().connect(application.port(), "swap.test")) {
					assertThat(connection.get("/often")).isEqualTo("often");
					connections.incrementAndGet();
				}
			}
		}));
		AtomicInteger streams = new AtomicInteger();
		if (this.server.http2()) {
			HttpClient http2 = application.client()
				.version(HttpClient.Version.HTTP_2)
				.sslContext(TlsClient.trustingAnybody().context())
				.build();
			clients.add(start(failures, () -> {
				while (!done.get()) {
					HttpResponse<String> answer = http2
						.send(HttpRequest.newBuilder(application.https("/often")).build(), BodyHandlers.ofString());
					assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
					assertThat(answer.body()).isEqualTo("often");
					streams.incrementAndGet();
				}
			}));
		}
		long longest = 0;
		for (int i = 1; i <= SWAPS; i++) {
			ServerCertificate renewed = RENEWED.get(i % RENEWED.size());
			long before = System.nanoTime();
			serve("swapped", KeyType.EC_P256, renewed, Standing.PRODUCTION, "swap.test");
			if (i % 10 == 0) {
				try (Connection connection = TlsClient.trustingAnybody().connect(application.port(), "swap.test")) {
					assertThat(connection.certificate()).isEqualTo(renewed.leaf());
				}
				longest = Math.max(longest, System.nanoTime() - before);
			}
			assertThat(failures).isEmpty();
		}
		done.set(true);
		for (Thread thread : clients) {
			thread.join(30_000);
		}
		System.out.println("Table: " + this.server + ", JDK " + Runtime.version().feature() + ": " + SWAPS
				+ " swaps, the new certificate was served after " + longest / 1_000_000 + " ms at the most, " + requests
				+ " requests on " + KEEP_ALIVE + " connections and " + connections + " new connections, " + streams
				+ " over HTTP/2, " + failures.size() + " failed");
		assertThat(failures).isEmpty();
		assertThat(requests).hasPositiveValue();
		assertThat(connections).hasPositiveValue();
		assertThat(streams.get() > 0).isEqualTo(this.server.http2());
	}

	@Test
	void twoThousandSwapsLeaveNothingBehind() throws Exception {
		swapAndConnect(200);
		long memory = usedMemory();
		long files = openFiles();
		int threads = Thread.activeCount();
		swapAndConnect(2000);
		assertThat(usedMemory() - memory).as("bytes of heap").isLessThan(8_000_000);
		assertThat(openFiles() - files).as("open files").isLessThan(10);
		assertThat(Thread.activeCount() - threads).as("threads").isLessThan(10);
	}

	private void swapAndConnect(int swaps) throws IOException {
		for (int i = 0; i < swaps; i++) {
			serve("swapped", KeyType.EC_P256, RENEWED.get(i % RENEWED.size()), Standing.PRODUCTION, "swap.test");
			if (i % 20 == 0) {
				this.client.connect(application.port(), "swap.test").close();
			}
		}
	}

	private static long usedMemory() {
		long least = Long.MAX_VALUE;
		for (int i = 0; i < 2; i++) {
			System.gc();
			least = Math.min(least, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
		}
		return least;
	}

	private static long openFiles() {
		return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
	}

	@ParameterizedTest
	@CsvSource({ "TLSv1.3, a.test", "TLSv1.2, a.test", "TLSv1.3, b.test", "TLSv1.2, b.test" })
	void sessionsAreResumedBeforeAndAfterASwap(String protocol, String name) throws Exception {
		String id = name.equals("a.test") ? "https" : "b";
		serve(id, KeyType.EC_P256, TestCertificates.of(name), Standing.PRODUCTION, name);
		TlsClient one = TlsClient.trustingAnybody();
		request(one, name, protocol);
		int before = resumed(one, name, protocol, 5);
		serve(id, KeyType.EC_P256, TestCertificates.of(name), Standing.PRODUCTION, name);
		boolean first = request(one, name, protocol);
		int after = resumed(one, name, protocol, 5);
		System.out.println("Table: " + this.server + ", JDK " + Runtime.version().feature() + ": " + protocol + " "
				+ (id.equals("https") ? "default" : "other") + " certificate, of 5 connections resumed " + before
				+ " before a swap, " + after + " after; the one right after it " + (first ? "too" : "not"));
		if (Runtime.version().feature() >= 25 && protocol.equals("TLSv1.2") && id.equals("b")) {
			// JSSE can make sessions of other certificates stateful in TLS 1.3 only.
			return;
		}
		assertThat(before).isEqualTo(5);
		assertThat(after).isGreaterThanOrEqualTo(first ? 5 : 4);
	}

	private static int resumed(TlsClient client, String name, String protocol, int times) throws IOException {
		int resumed = 0;
		for (int i = 0; i < times; i++) {
			resumed += request(client, name, protocol) ? 1 : 0;
		}
		return resumed;
	}

	private static boolean request(TlsClient client, String name, String protocol) throws IOException {
		try (Connection connection = client.connect(application.port(), name, protocols(protocol))) {
			connection.get("/often");
			return connection.isResumed();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.3", "TLSv1.2" })
	void aCaIsShownTheCertificateOfTheChallengeAndThenThereIsNothingToSay(String protocol) throws Exception {
		OfferedAnswers answers = application.bean(OfferedAnswers.class);
		List<ChallengeAnswer> pending = List.of(new ChallengeAnswer("tls-alpn-01", "a.test", "token", "token.thumb"),
				new ChallengeAnswer("tls-alpn-01", "127.0.0.1", "token", "token.thumb"));
		answers.offer(pending);
		try {
			for (String name : List.of("a.test", "1.0.0.127.in-addr.arpa")) {
				try (Connection connection = probe(name, protocol)) {
					boolean canSay = !(this.server == TestServer.JETTY_HTTP2 && protocol.equals("TLSv1.2"));
					assertThat(connection.applicationProtocol()).isEqualTo("acme-tls/1");
					assertThat(connection.certificate().getCriticalExtensionOIDs() != null
							&& connection.certificate().getCriticalExtensionOIDs().contains("1.3.6.1.5.5.7.1.31"))
						.isEqualTo(canSay);
					assertThat(connection.isClosedByServer()).isTrue();
				}
			}
		}
		finally {
			answers.withdraw(pending);
		}
	}

	@Test
	void aProbeWithNothingPendingIsHarmlessAndSilent(CapturedOutput output) throws Exception {
		for (String name : List.of("a.test", "unknown.test", "4.3.2.1.in-addr.arpa", "x.in-addr.arpa")) {
			try (Connection connection = probe(name, "TLSv1.3")) {
				assertThat(connection.certificate()).isEqualTo(RENEWED.get(0).leaf());
				assertThat(connection.isClosedByServer()).isTrue();
			}
		}
		assertThat(request(this.client, "a.test", "TLSv1.3")).isNotNull();
		assertThat(output.getAll()).doesNotContain("WARN", "ERROR", "Exception");
	}

	private Connection probe(String name, String protocol) throws IOException {
		return this.client.connect(application.port(), name, (parameters) -> {
			parameters.setApplicationProtocols(new String[] { "acme-tls/1" });
			parameters.setProtocols(new String[] { protocol });
		});
	}

	@ParameterizedTest
	@EnumSource(HttpClient.Version.class)
	void tenMegabytesPassInBothDirections(HttpClient.Version version) throws Exception {
		HttpClient http = application.client()
			.version(version)
			.sslContext(TlsClient.trustingAnybody().context())
			.build();
		HttpResponse<String> down = http.send(HttpRequest.newBuilder(application.https("/large/10000000")).build(),
				BodyHandlers.ofString());
		assertThat(down.body()).hasSize(10_000_000);
		HttpResponse<String> up = http.send(HttpRequest.newBuilder(application.https("/length"))
			.header("Content-Type", "application/octet-stream")
			.POST(BodyPublishers.ofString("x".repeat(10_000_000)))
			.build(), BodyHandlers.ofString());
		assertThat(up.body()).isEqualTo("10000000");
	}

	@Test
	void browsersAreToldToStayOnHttpsUnderARealCertificateOnly() throws Exception {
		ServerCertificate now = Certificates.selfSigned("localhost");
		serve("https", KeyType.EC_P256, now, Standing.PRODUCTION, "localhost");
		HttpClient http = application.client().sslContext(TlsClient.trustingAnybody().context()).build();
		assertThat(hsts(http)).containsExactly("max-age=86400");
		serve("https", KeyType.EC_P256, now, Standing.TRIAL, "localhost");
		assertThat(hsts(http)).isEmpty();
		serve("https", KeyType.EC_P256, now, Standing.PLACEHOLDER, "localhost");
		assertThat(hsts(http)).isEmpty();
	}

	private static List<String> hsts(HttpClient http) throws Exception {
		return http.send(HttpRequest.newBuilder(application.https("/hello")).build(), BodyHandlers.ofString())
			.headers()
			.allValues("Strict-Transport-Security");
	}

	private static Consumer<SSLParameters> protocols(String protocol) {
		return (parameters) -> parameters.setProtocols(new String[] { protocol });
	}

	private static Thread start(Queue<Throwable> failures, Callable client) {
		Thread thread = new Thread(() -> {
			try {
				client.call();
			}
			catch (Throwable ex) {
				failures.add(ex);
			}
		});
		thread.start();
		return thread;
	}

	private void serve(String name, KeyType keyType, ServerCertificate certificate, Standing standing,
			String... domains) {
		live.replace(new LiveCertificate(new CertificateId(name, keyType), Domains.of(domains), certificate, standing));
	}

	private interface Callable {

		void call() throws Exception;

	}

}
