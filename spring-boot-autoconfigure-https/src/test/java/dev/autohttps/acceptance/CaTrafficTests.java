package dev.autohttps.acceptance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.autohttps.acme.AcmeCertificateIssuer;
import dev.autohttps.acme.CaExchange;
import dev.autohttps.acme.CaExchange.Kind;
import dev.autohttps.acme.CaListener;
import dev.autohttps.certificate.AccountStatus;
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.Issuance.Step;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.RevocationReason;
import dev.autohttps.certificate.ServerCertificate;
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
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What listeners are told of the traffic with a real CA.
 */
@EnabledIfPebble
@Tag("acceptance")
@ExtendWith(OutputCaptureExtension.class)
class CaTrafficTests {

	private static Pebble pebble;

	private final TestStore store = new TestStore();

	private final List<CaExchange> exchanges = new CopyOnWriteArrayList<>();

	private final List<AccountStatus> accounts = new ArrayList<>();

	private PebbleOrders orders;

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
		this.orders.tell(new CaListener() {

			@Override
			public void exchanged(CaExchange exchange) {
				CaTrafficTests.this.exchanges.add(exchange);
			}

			@Override
			public void registered(String ca, AccountStatus account) {
				assertThat(ca).isEqualTo(pebble.directoryUrl().toString());
				CaTrafficTests.this.accounts.add(account);
			}

		});
	}

	@AfterEach
	void stopTheServer() {
		this.orders.close();
	}

	@Test
	void everyRequestOfTheLifeOfACertificateIsOfAKnownKind() throws Exception {
		AcmeCertificateIssuer issuer = this.orders.issuer(this.store);
		ServerCertificate certificate = certificate(this.orders.obtain(issuer, "shop.test"));
		issuer.renewalInfo(certificate);
		issuer.rollOverAccountKey();
		issuer.revoke(certificate, RevocationReason.SUPERSEDED);
		this.orders.obtain(this.orders.issuer(this.store, "ops@shop.test"), "shop.test");
		assertThat(kinds()).isEqualTo(EnumSet.complementOf(EnumSet.of(Kind.OTHER)));
		assertThat(this.exchanges).allSatisfy((exchange) -> {
			assertThat(exchange.ca()).isEqualTo(pebble.directoryUrl().toString());
			assertThat(exchange.status()).isBetween(200, 499);
			assertThat(exchange.duration()).isBetween(Duration.ofNanos(1), Duration.ofSeconds(30));
		});
		assertThat(statuses(Kind.NEW_ORDER)).contains(201);
		assertThat(statuses(Kind.NEW_NONCE)).containsOnly(200);
	}

	@Test
	void aProcessThatTakesUpAnOrderTellsByItsShapeWhatItIs() throws Exception {
		Issuance prepared = this.orders.until(Step.ANSWERS_OFFERED, this.orders.issuer(this.store),
				this.orders.begin("shop.test"));
		this.exchanges.clear();
		this.orders.finish(this.orders.issuer(this.store), prepared);
		assertThat(kinds()).contains(Kind.CHALLENGE, Kind.ORDER, Kind.FINALIZE, Kind.CERTIFICATE);
		// A refused nonce has no shape of its own.
		assertThat(statuses(Kind.OTHER)).allMatch((status) -> status == 400);
	}

	@Test
	void anAccountIsToldOfWhenItIsMadeAndNotWhenItIsFoundAgain() throws Exception {
		this.orders.obtain(this.orders.issuer(this.store, "ops@shop.test"), "shop.test");
		assertThat(this.accounts).singleElement().satisfies((account) -> {
			assertThat(account.url().toString()).contains("/my-account/");
			assertThat(account.contacts()).containsExactly("mailto:ops@shop.test");
			assertThat(account.status()).isEqualTo("valid");
		});
		this.orders.obtain(this.orders.issuer(this.store, "ops@shop.test"), "shop.test");
		assertThat(this.accounts).hasSize(1);
	}

	@Test
	void aCaThatIsDownIsToldOfAsNoAnswer() throws Exception {
		AcmeCertificateIssuer issuer = this.orders.issuer(this.store);
		pebble.stop();
		try {
			assertThatExceptionOfType(IssuanceException.class)
				.isThrownBy(() -> this.orders.obtain(issuer, "shop.test"));
		}
		finally {
			pebble.start();
		}
		assertThat(this.exchanges).isNotEmpty().allSatisfy((exchange) -> {
			assertThat(exchange.kind()).isEqualTo(Kind.DIRECTORY);
			assertThat(exchange.status()).isZero();
		});
	}

	@Test
	void aListenerThatThrowsHarmsNothing(CapturedOutput output) throws Exception {
		this.orders.tell(new CaListener() {

			@Override
			public void exchanged(CaExchange exchange) {
				throw new IllegalStateException("of the exchange");
			}

			@Override
			public void registered(String ca, AccountStatus account) {
				throw new NoClassDefFoundError("of the account");
			}

		});
		assertThat(this.orders.obtain(this.orders.issuer(this.store), "shop.test").chain()).isNotEmpty();
		assertThat(output).contains("A listener for the traffic with CAs failed, which changes nothing")
			.contains("of the exchange")
			.contains("of the account");
	}

	private Set<Kind> kinds() {
		EnumSet<Kind> kinds = EnumSet.noneOf(Kind.class);
		this.exchanges.forEach((exchange) -> kinds.add(exchange.kind()));
		return kinds;
	}

	private List<Integer> statuses(Kind kind) {
		return this.exchanges.stream().filter((exchange) -> exchange.kind() == kind).map(CaExchange::status).toList();
	}

	private static ServerCertificate certificate(Issuance issued) throws Exception {
		return ServerCertificate.of(issued.key().getPrivate(), issued.chain());
	}

}
