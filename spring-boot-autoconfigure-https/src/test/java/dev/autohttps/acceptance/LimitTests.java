package dev.autohttps.acceptance;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.autohttps.acme.AcmeCertificateIssuer;
import dev.autohttps.acme.AcmeLimits;
import dev.autohttps.certificate.Failure;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.Issuance.Step;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.RateLimit;
import dev.autohttps.certificate.RateLimit.Kind;
import dev.autohttps.certificate.TestStore;
import dev.autohttps.renewal.CertificateState;
import dev.autohttps.store.file.FileStore;
import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.Pebble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * A CA whose limits are used up: it is not asked, not even by a process that was started
 * again.
 */
@EnabledIfPebble
@Tag("acceptance")
@Tag("once")
@ExtendWith(OutputCaptureExtension.class)
class LimitTests {

	private static Pebble pebble;

	private final TestStore store = new TestStore();

	private PebbleOrders orders;

	private int before;

	@BeforeAll
	static void startPebble() {
		pebble = Pebble.builder().reusedAuthorizations(0).retryAfter(0, 0).start();
	}

	@AfterAll
	static void stopPebble() {
		pebble.close();
	}

	@BeforeEach
	void begin() throws Exception {
		this.orders = new PebbleOrders(pebble);
		this.before = pebble.ordersPlaced();
	}

	@AfterEach
	void stopTheServer() {
		this.orders.close();
	}

	@Test
	void noFurtherCertificateForTheSameNamesIsOrdered() throws Exception {
		AcmeCertificateIssuer issuer = issuer(Kind.CERTIFICATES, 1);
		this.orders.obtain(issuer, "www.shop.test", "shop.test");
		IssuanceException refusal = refusal(issuer, "shop.test", "www.shop.test");
		assertThat(refusal).hasMessageStartingWith("the CA was not asked, since it allows 1 certificate for exactly "
				+ "these names in an hour and 1 was used up (for shop.test www.shop.test); one is free again at ");
		assertThat(refusal(issuer(Kind.CERTIFICATES, 1), "shop.test", "www.shop.test")).isNotNull();
		assertThat(placed()).isOne();
		this.orders.obtain(issuer, "shop.test");
		assertThat(placed()).isEqualTo(2);
	}

	@Test
	void anOrderThatIsReadyWaitsWhenAnotherProcessUsedTheLimitUp() throws Exception {
		AcmeCertificateIssuer slow = issuer(Kind.CERTIFICATES, 1);
		Issuance ready = this.orders.until(Step.CHALLENGES_ANSWERED, slow, this.orders.begin("shop.test"));
		this.orders.obtain(issuer(Kind.CERTIFICATES, 1), "shop.test");
		int certificates = pebble.certificatesIssued();
		IssuanceException refusal = catchThrowableOfType(IssuanceException.class,
				() -> this.orders.finish(slow, ready));
		assertThat(refusal.getKind()).isEqualTo(FailureKind.RATE_LIMITED);
		assertThat(refusal.isOrderSpoiled()).isFalse();
		assertThat(pebble.certificatesIssued()).isEqualTo(certificates);
		assertThat(this.orders.finish(issuer(Kind.CERTIFICATES, 2), ready).chain()).isNotEmpty();
	}

	@Test
	void aNameThatFailedTooOftenIsNotOrderedAgain() {
		this.orders.answerNothing();
		AcmeCertificateIssuer issuer = issuer(Kind.FAILED_VALIDATIONS, 2);
		for (int i = 0; i < 2; i++) {
			IssuanceException failure = failure(issuer, "shop.test");
			assertThat(failure.getKind()).isEqualTo(FailureKind.ACTION_REQUIRED);
		}
		IssuanceException refusal = refusal(issuer, "shop.test");
		assertThat(refusal)
			.hasMessageContaining("it allows 2 failed validations of a name in an hour and 2 were used up "
					+ "(for shop.test of https://localhost:");
		assertThat(refusal(issuer(Kind.FAILED_VALIDATIONS, 2), "www.shop.test", "shop.test")).isNotNull();
		assertThat(placed()).isEqualTo(2);
		assertThat(failure(issuer, "www.shop.test").getKind()).isEqualTo(FailureKind.ACTION_REQUIRED);
	}

	@Test
	void anOrderThatIsOpenIsNotValidatedAnyMore() throws Exception {
		this.orders.answerNothing();
		AcmeCertificateIssuer issuer = issuer(Kind.FAILED_VALIDATIONS, 1);
		Issuance offered = this.orders.until(Step.ANSWERS_OFFERED, issuer, this.orders.begin("shop.test"));
		assertThat(failure(issuer, "shop.test").getKind()).isEqualTo(FailureKind.ACTION_REQUIRED);
		List<String> seen = pebble.requestsSeen();
		for (AcmeCertificateIssuer one : List.of(issuer, issuer(Kind.FAILED_VALIDATIONS, 1))) {
			IssuanceException refusal = catchThrowableOfType(IssuanceException.class, () -> one.advance(offered));
			assertThat(refusal.getKind()).isEqualTo(FailureKind.RATE_LIMITED);
		}
		assertThat(pebble.requestsSeen()).isEqualTo(seen);
	}

	@Test
	void noFurtherOrderIsPlaced() throws Exception {
		this.orders.obtain(issuer(Kind.NEW_ORDERS, 2), "one.test");
		this.orders.obtain(issuer(Kind.NEW_ORDERS, 2), "two.test");
		assertThat(refusal(issuer(Kind.NEW_ORDERS, 2), "three.test"))
			.hasMessageContaining("it allows 2 orders in an hour and 2 were used up (for https://localhost:");
		assertThat(placed()).isEqualTo(2);
	}

	@Test
	void noFurtherAccountIsMade() throws Exception {
		int accounts = pebble.accountsMade();
		this.orders.obtain(issuer(Kind.NEW_ACCOUNTS, 1), "shop.test");
		this.orders.obtain(issuer(Kind.NEW_ACCOUNTS, 1), "shop.test");
		this.store.remove(this.store.list("accounts").get(0));
		assertThat(refusal(issuer(Kind.NEW_ACCOUNTS, 1), "shop.test"))
			.hasMessageContaining("it allows 1 account in an hour and 1 was used up");
		assertThat(pebble.accountsMade() - accounts).isOne();
	}

	@Test
	void anApplicationThatLosesItsCertificateTooOftenSaysUntilWhenItWaits(@TempDir Path directory,
			CapturedOutput output) throws Exception {
		this.orders.close();
		List<String> properties = RunningApplication.properties(pebble, directory, "https.domains=lost.test",
				"https.acme.limits.certificates.count=1", "https.acme.limits.certificates.period=1h");
		try (RunningApplication application = RunningApplication.start(properties)) {
			Await.until("it is obtained", Duration.ofSeconds(60),
					() -> application.status().state() == CertificateState.VALID);
		}
		FileStore files = new FileStore(directory);
		files.list("certificates").forEach(files::remove);
		for (int i = 0; i < 2; i++) {
			try (RunningApplication application = RunningApplication.start(properties)) {
				Await.until("it waits", Duration.ofSeconds(60), () -> application.status().failure() != null);
				Failure failure = application.status().failure();
				assertThat(failure.kind()).isEqualTo(FailureKind.RATE_LIMITED);
				assertThat(failure.retryAt()).isAfter(Instant.now().plus(Duration.ofMinutes(58)));
				assertThat(application.status().state()).isEqualTo(CertificateState.PLACEHOLDER);
			}
		}
		assertThat(placed()).isOne();
		assertThat(output.getOut().lines().filter((line) -> line.contains("the CA was not asked"))).singleElement()
			.asString()
			.contains("1 certificate for exactly these names in an hour")
			.contains("Next try at");
	}

	private IssuanceException failure(AcmeCertificateIssuer issuer, String... names) {
		return catchThrowableOfType(IssuanceException.class, () -> this.orders.obtain(issuer, names));
	}

	private IssuanceException refusal(AcmeCertificateIssuer issuer, String... names) {
		IssuanceException refusal = failure(issuer, names);
		assertThat(refusal.getKind()).isEqualTo(FailureKind.RATE_LIMITED);
		assertThat(refusal.getRetryAfter()).isBetween(Instant.now().plus(Duration.ofMinutes(58)),
				Instant.now().plus(Duration.ofHours(1)));
		return refusal;
	}

	private int placed() {
		return pebble.ordersPlaced() - this.before;
	}

	private AcmeCertificateIssuer issuer(Kind kind, int count) {
		return this.orders.issuer(this.store,
				new AcmeLimits(List.of(new RateLimit(kind, count, Duration.ofHours(1))), true));
	}

}
