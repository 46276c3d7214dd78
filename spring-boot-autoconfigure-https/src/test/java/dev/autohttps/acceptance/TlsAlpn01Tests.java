package dev.autohttps.acceptance;

import java.nio.file.Files;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

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
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.Issuance.Step;
import dev.autohttps.certificate.IssuanceRepository;
import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.certificate.OfferedAnswers;
import dev.autohttps.certificate.Pem;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.TestStore;
import dev.autohttps.ssl.ChallengeCertificates;
import dev.autohttps.ssl.SniKeyManager;
import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.Pebble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A CA that looks at port 443, first or after it got no answer on port 80. Every step is
 * taken by another process, which knows no more than what was saved.
 */
@EnabledIfPebble
@Tag("acceptance")
@ExtendWith(OutputCaptureExtension.class)
class TlsAlpn01Tests {

	private static final String[] BOTH_PROTOCOLS = { "TLSv1.3", "TLSv1.2" };

	private final TestStore store = new TestStore();

	private final OfferedAnswers answers = new OfferedAnswers();

	private final SniKeyManager keyManager = new SniKeyManager(new LiveCertificates(InstantSource.system()),
			new ChallengeCertificates(this.answers, InstantSource.system()));

	private final List<Step> steps = new ArrayList<>();

	private Pebble pebble;

	@BeforeEach
	void startPebble() {
		this.pebble = Pebble.builder().retryAfter(0, 0).start();
	}

	@AfterEach
	void stopPebble() {
		this.pebble.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void namesAreProvenByTlsAlpn01Alone(String protocol) throws Exception {
		try (ChallengeServer server = ChallengeServer.start(this.pebble.tlsPort(), this.keyManager, protocol)) {
			ServerCertificate certificate = obtain(spec("tls-alpn-01", "a.test", "www.a.test"));
			assertThat(certificate.names()).containsExactlyInAnyOrder("a.test", "www.a.test");
			assertThat(this.pebble.ordersPlaced()).isOne();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void anAddressIsProvenByTlsAlpn01(String protocol) throws Exception {
		try (ChallengeServer server = ChallengeServer.start(this.pebble.tlsPort(), this.keyManager, protocol)) {
			assertThat(obtain(spec("tls-alpn-01", "127.0.0.1")).names()).containsExactly("127.0.0.1");
		}
	}

	@Test
	void whatHttp01CouldNotProveTlsAlpn01DoesInTheSameAttempt(CapturedOutput output) throws Exception {
		try (ChallengeServer server = ChallengeServer.start(this.pebble.tlsPort(), this.keyManager, BOTH_PROTOCOLS)) {
			ServerCertificate certificate = obtain(spec("http-01,tls-alpn-01", "a.test"));
			assertThat(certificate.names()).containsExactly("a.test");
		}
		assertThat(this.steps).containsSubsequence(Step.ORDER_PLACED, Step.ANSWERS_OFFERED, Step.CHALLENGES_ANSWERED,
				Step.KEY_MADE, Step.ORDER_PLACED, Step.ANSWERS_OFFERED, Step.CHALLENGES_ANSWERED, Step.FINALIZED,
				Step.ISSUED);
		assertThat(this.pebble.ordersPlaced()).isEqualTo(2);
		assertThat(this.pebble.certificatesIssued()).isOne();
		assertThat(output).containsOnlyOnce("http-01 failed for a.test: ").contains("tls-alpn-01 is tried next");
	}

	@Test
	void severalNamesThatFailTogetherNeedNoMoreThanOneFurtherOrder() throws Exception {
		try (ChallengeServer server = ChallengeServer.start(this.pebble.tlsPort(), this.keyManager, BOTH_PROTOCOLS)) {
			obtain(spec("http-01,tls-alpn-01", "a.test", "b.test", "c.test"));
		}
		assertThat(this.pebble.ordersPlaced()).isEqualTo(2);
	}

	private ServerCertificate obtain(CertificateSpec spec) throws Exception {
		issuances().save(issuer().id(), Issuance.begin(spec, Instant.now()));
		Issuance last = issuances().find(issuer().id(), spec);
		while (last.step() != Step.ISSUED) {
			Instant due = last.notBefore();
			Await.until("the next step is due", Duration.ofSeconds(30), () -> !Instant.now().isBefore(due));
			Issuance next = issuer().advance(last);
			issuances().save(issuer().id(), next);
			List<ChallengeAnswer> former = last.answers();
			last = issuances().find(issuer().id(), spec);
			this.answers.offer(last.answers());
			this.answers.withdraw(former.stream().filter(Predicate.not(last.answers()::contains)).toList());
			this.steps.add(last.step());
		}
		return ServerCertificate.of(last.key().getPrivate(), last.chain());
	}

	private static CertificateSpec spec(String challenges, String... domains) {
		return new CertificateSpec(new CertificateId("shop", KeyType.EC_P256), Domains.of(domains), null,
				List.of(challenges.split(",")));
	}

	private AcmeCertificateIssuer issuer() {
		return new AcmeCertificateIssuer(AcmeServer.of(this.pebble.directoryUrl().toString()),
				new AccountSettings(List.of(), true, null), this.store,
				new ChallengeSolvers(List.of(new Http01ChallengeSolver(), new TlsAlpn01ChallengeSolver(null))),
				this::trust, "", InstantSource.system());
	}

	private IssuanceRepository issuances() {
		return new IssuanceRepository(this.store, InstantSource.system(), (warning) -> {
		});
	}

	private SSLContext trust() {
		try {
			KeyStore trusted = KeyStore.getInstance("PKCS12");
			trusted.load(null, null);
			for (X509Certificate certificate : Pem.certificates(Files.readString(this.pebble.trustPem()))) {
				trusted.setCertificateEntry(certificate.getSubjectX500Principal().getName(), certificate);
			}
			TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			factory.init(trusted);
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, factory.getTrustManagers(), null);
			return context;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
