package dev.autohttps.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import com.sun.net.httpserver.HttpServer;
import dev.autohttps.acme.AccountSettings;
import dev.autohttps.acme.AcmeCertificateIssuer;
import dev.autohttps.acme.AcmeServer;
import dev.autohttps.acme.ChallengeSolvers;
import dev.autohttps.acme.Http01ChallengeSolver;
import dev.autohttps.acme.TlsAlpn01ChallengeSolver;
import dev.autohttps.certificate.CertificateId;
import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.Domains;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.Issuance.Step;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.IssuanceRepository;
import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.Problem;
import dev.autohttps.certificate.Standing;
import dev.autohttps.certificate.TestStore;
import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.Pebble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * A CA that finds nothing where it looks first. Every step is taken by an issuer that
 * knows nothing but what is stored, as after a crash.
 */
@EnabledIfPebble
@Tag("acceptance")
@ExtendWith(OutputCaptureExtension.class)
class NextChallengeTests {

	private static final String PATH = "/.well-known/acme-challenge/";

	private static final List<String> TLS_FIRST = List.of("tls-alpn-01", "http-01");

	private static Pebble pebble;

	private final TestStore store = new TestStore();

	private final IssuanceRepository issuances = new IssuanceRepository(this.store, InstantSource.system(),
			(warning) -> {
				throw new AssertionError(warning);
			});

	private final List<Issuance> steps = new ArrayList<>();

	private HttpServer server;

	private int before;

	private volatile List<ChallengeAnswer> answers = List.of();

	@BeforeAll
	static void startPebble() {
		pebble = Pebble.builder().reusedAuthorizations(0).retryAfter(0, 0).start();
	}

	@AfterAll
	static void stopPebble() {
		pebble.close();
	}

	@BeforeEach
	void countTheOrders() {
		this.before = pebble.ordersPlaced();
	}

	@AfterEach
	void stopTheServer() {
		if (this.server != null) {
			this.server.stop(0);
		}
	}

	@Test
	void theNextTypeIsTriedInASecondOrderForTheSameKey(CapturedOutput output) throws Exception {
		answerOverHttp();
		Issuance begun = begin(TLS_FIRST, "one.test", "two.test");
		Issuance issued = run(begun);
		assertThat(issued.chain()).isNotEmpty();
		assertThat(issued.chain().get(0).getPublicKey()).isEqualTo(begun.key().getPublic());
		assertThat(orders()).isEqualTo(2);
		assertThat(output).containsOnlyOnce("tls-alpn-01 failed for one.test: ")
			.containsOnlyOnce("tls-alpn-01 failed for two.test: ")
			.contains("; http-01 is tried next");
	}

	@Test
	void theAnswersOfTheTypeThatFailedAreWithdrawn() throws Exception {
		answerOverHttp();
		run(begin(TLS_FIRST, "withdrawn.test"));
		assertThat(this.steps).extracting(Issuance::step)
			.containsSubsequence(Step.ANSWERS_OFFERED, Step.KEY_MADE, Step.ANSWERS_OFFERED, Step.ISSUED);
		assertThat(this.steps.stream().filter((issuance) -> issuance.step() == Step.KEY_MADE))
			.allSatisfy((issuance) -> assertThat(issuance.answers()).isEmpty());
		assertThat(this.steps.stream().filter((issuance) -> issuance.step() == Step.ANSWERS_OFFERED))
			.extracting((issuance) -> issuance.answers().get(0).type())
			.containsExactly("tls-alpn-01", "http-01");
	}

	@Test
	void whereEveryTypeFailedTheErrorHasWhatWasSaidOfEach() throws Exception {
		IssuanceException failure = failure(begin(TLS_FIRST, "failing.test"));
		assertThat(orders()).isEqualTo(2);
		assertThat(failure.getKind()).isEqualTo(FailureKind.ACTION_REQUIRED);
		assertThat(failure.isOrderSpoiled()).isTrue();
		assertThat(failure).hasMessageContaining("failing.test: tls-alpn-01: ")
			.hasMessageContaining("failing.test: http-01: ");
		Problem problem = failure.getProblem();
		assertThat(problem).isNotNull();
		assertThat(problem.subproblems()).extracting(Problem::identifier)
			.containsExactly("failing.test", "failing.test");
		assertThat(problem.subproblems()).extracting((said) -> String.valueOf(said.detail()))
			.satisfiesExactly((first) -> assertThat(first).startsWith("tls-alpn-01: "),
					(second) -> assertThat(second).startsWith("http-01: "));
		assertThat(problem.subproblems()).extracting(Problem::type)
			.allSatisfy((type) -> assertThat(type).startsWith("urn:ietf:params:acme:error:"));
	}

	@Test
	void withNoOtherTypeThereIsNoOtherOrder() throws Exception {
		IssuanceException failure = failure(begin(List.of("tls-alpn-01"), "alone.test"));
		assertThat(orders()).isEqualTo(1);
		assertThat(failure.getProblem()).isNotNull();
		assertThat(failure.getProblem().detail()).startsWith("tls-alpn-01: ");
	}

	@Test
	void aTypeThatIsTakenAwayInBetweenLeavesWhatWasSaidBefore() throws Exception {
		Issuance back = begin(TLS_FIRST, "changed.test");
		do {
			back = step(back);
		}
		while (back.step() != Step.KEY_MADE);
		CertificateSpec less = new CertificateSpec(back.spec().id(), back.spec().domains(), null,
				List.of("tls-alpn-01"));
		Issuance stored = this.issuances.find(issuer().id(), less);
		assertThat(stored).isNotNull();
		assertThat(failure(stored)).hasMessageContaining("changed.test: tls-alpn-01: ");
	}

	private IssuanceException failure(Issuance issuance) {
		return catchThrowableOfType(IssuanceException.class, () -> run(issuance));
	}

	private Issuance run(Issuance issuance) throws Exception {
		Issuance current = issuance;
		while (current.step() != Step.ISSUED) {
			current = step(current);
		}
		return current;
	}

	private Issuance step(Issuance issuance) throws Exception {
		AcmeCertificateIssuer issuer = issuer();
		LockSupport.parkUntil(issuance.notBefore().toEpochMilli());
		this.issuances.save(issuer.id(), issuer.advance(issuance));
		Issuance stored = this.issuances.find(issuer.id(), issuance.spec());
		assertThat(stored).isNotNull();
		this.answers = stored.answers();
		this.steps.add(stored);
		return stored;
	}

	private int orders() {
		return pebble.ordersPlaced() - this.before;
	}

	private static Issuance begin(List<String> challenges, String... names) {
		return Issuance.begin(
				new CertificateSpec(new CertificateId("shop", KeyType.EC_P256), Domains.of(names), null, challenges),
				Instant.now());
	}

	private AcmeCertificateIssuer issuer() throws Exception {
		SSLContext trust = trust();
		return new AcmeCertificateIssuer(new AcmeServer(pebble.directoryUrl(), Standing.TRIAL),
				new AccountSettings(List.of(), true, null), this.store,
				new ChallengeSolvers(List.of(new Http01ChallengeSolver(), new TlsAlpn01ChallengeSolver(null))),
				() -> trust, "", InstantSource.system());
	}

	private void answerOverHttp() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), pebble.httpPort()), 0);
		this.server.createContext(PATH, (exchange) -> {
			String token = exchange.getRequestURI().getPath().substring(PATH.length());
			byte[] answer = this.answers.stream()
				.filter((one) -> one.type().equals("http-01") && one.token().equals(token))
				.map((one) -> one.content().getBytes(StandardCharsets.US_ASCII))
				.findFirst()
				.orElse(new byte[0]);
			exchange.sendResponseHeaders((answer.length > 0) ? 200 : 404, (answer.length > 0) ? answer.length : -1);
			exchange.getResponseBody().write(answer);
			exchange.close();
		});
		this.server.start();
	}

	private static SSLContext trust() throws GeneralSecurityException, IOException {
		KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
		roots.load(null, null);
		try (InputStream pem = Files.newInputStream(pebble.trustPem())) {
			roots.setCertificateEntry("root", CertificateFactory.getInstance("X.509").generateCertificate(pem));
		}
		TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		factory.init(roots);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, factory.getTrustManagers(), null);
		return context;
	}

}
