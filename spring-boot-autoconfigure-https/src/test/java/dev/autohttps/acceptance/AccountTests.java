package dev.autohttps.acceptance;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import dev.autohttps.certificate.AccountStatus;
import dev.autohttps.acme.AcmeCertificateIssuer;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.Issuance.Step;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.Lease;
import dev.autohttps.certificate.RevocationReason;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.Store;
import dev.autohttps.certificate.StoreException;
import dev.autohttps.certificate.StoreRecord;
import dev.autohttps.certificate.TestStore;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shredzone.acme4j.Account;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.provider.GenericAcmeProvider;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The account at a real CA: its contacts and its key change, processes die over that, and
 * the CA forgets it.
 */
@EnabledIfPebble
@Tag("acceptance")
@Tag("once")
@ExtendWith(OutputCaptureExtension.class)
class AccountTests {

	private static final String KEY_ID = "kid-1";

	private static final String MAC_KEY = "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W";

	private static Pebble open;

	private static Pebble bound;

	private final TestStore store = new TestStore();

	private Pebble pebble;

	private PebbleOrders orders;

	private int accounts;

	@BeforeAll
	static void startPebble() {
		open = Pebble.builder().reusedAuthorizations(0).retryAfter(0, 0).start();
		bound = Pebble.builder()
			.reusedAuthorizations(0)
			.retryAfter(0, 0)
			.externalAccountBinding(KEY_ID, MAC_KEY)
			.start();
	}

	@AfterAll
	static void stopPebble() {
		open.close();
		bound.close();
	}

	@BeforeEach
	void begin() throws Exception {
		use(open);
	}

	@AfterEach
	void stopTheServer() {
		this.orders.close();
	}

	@Test
	void anAccountIsKnownWithoutAskingTheCa() throws Exception {
		assertThat(this.orders.issuer(this.store).account()).isNull();
		this.orders.obtain(this.orders.issuer(this.store, "ops@shop.test"), "shop.test");
		this.pebble.stop();
		AccountStatus account = account();
		this.pebble.start();
		assertThat(account.url().toString()).startsWith("https://localhost:").contains("/my-account/");
		assertThat(account.contacts()).containsExactly("mailto:ops@shop.test");
		assertThat(account.registeredAt()).isNotNull();
		assertThat(account.terms()).startsWith("data:text/plain");
		assertThat(account.toString()).doesNotContain(stored("key.private")).doesNotContain(stored("key.public"));
	}

	@Test
	void anAccountThatWasDeactivatedIsKnownAsThatOnceTheCaRefusesIt(CapturedOutput output) throws Exception {
		this.orders.obtain(this.orders.issuer(this.store), "shop.test");
		assertThat(account().status()).isEqualTo("valid");
		assertThat(stored("status")).isEqualTo("valid");
		atTheCa().deactivate();
		AcmeCertificateIssuer issuer = this.orders.issuer(this.store);
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(IssuanceException.class).isThrownBy(() -> this.orders.obtain(issuer, "shop.test"))
				.withMessageContaining("Account has been deactivated")
				.satisfies((failure) -> assertThat(failure.getKind()).isEqualTo(FailureKind.ACTION_REQUIRED));
			assertThat(account().status()).isEqualTo("deactivated");
		}
		assertThat(output).containsOnlyOnce(" is deactivated, so that nothing can be had with it");
		assertThat(made()).isOne();
	}

	@Test
	void aStatusThatIsNotTrueIsMendedAtTheNextOrder(CapturedOutput output) throws Exception {
		this.orders.obtain(this.orders.issuer(this.store), "shop.test");
		edit("status", "deactivated");
		assertThat(account().status()).isEqualTo("deactivated");
		this.orders.obtain(this.orders.issuer(this.store), "shop.test");
		assertThat(account().status()).isEqualTo("valid");
		assertThat(output).containsOnlyOnce(" is valid again");
	}

	@Test
	void anAccountOfAnOlderFileIsValid() throws Exception {
		this.orders.obtain(this.orders.issuer(this.store), "shop.test");
		edit("status", null);
		assertThat(account().status()).isEqualTo("valid");
	}

	@Test
	void anotherAccountsCertificateSaysNothingOfOurs() throws Exception {
		Issuance issued = this.orders.obtain(this.orders.issuer(new TestStore()), "shop.test");
		ServerCertificate others = ServerCertificate.of(issued.key().getPrivate(), issued.chain());
		AcmeCertificateIssuer issuer = this.orders.issuer(this.store);
		this.orders.obtain(issuer, "other.test");
		assertThatExceptionOfType(IssuanceException.class)
			.isThrownBy(() -> issuer.revoke(others, RevocationReason.SUPERSEDED));
		assertThat(account().status()).isEqualTo("valid");
	}

	@Test
	void contactsThatChangeReachTheCaOnce(CapturedOutput output) throws Exception {
		this.orders.obtain(this.orders.issuer(this.store, "ops@shop.test"), "shop.test");
		assertThat(atTheCa().getContacts()).containsExactly(URI.create("mailto:ops@shop.test"));
		AcmeCertificateIssuer changed = this.orders.issuer(this.store, "mailto:new@shop.test");
		this.orders.obtain(changed, "shop.test");
		assertThat(atTheCa().getContacts()).containsExactly(URI.create("mailto:new@shop.test"));
		this.orders.obtain(changed, "shop.test");
		this.orders.obtain(this.orders.issuer(this.store, "new@shop.test"), "shop.test");
		assertThat(output).containsOnlyOnce("The contacts of the account at ")
			.contains(" are now mailto:new@shop.test");
		assertThat(account().contacts()).containsExactly("mailto:new@shop.test");
		assertThat(made()).isOne();
	}

	@Test
	void theLastContactCanBeTakenAway(CapturedOutput output) throws Exception {
		this.orders.obtain(this.orders.issuer(this.store, "ops@shop.test"), "shop.test");
		this.orders.obtain(this.orders.issuer(this.store), "shop.test");
		assertThat(atTheCa().getContacts()).isEmpty();
		assertThat(output).containsOnlyOnce(" are now none");
	}

	@Test
	void whereContactsAreNotKnownTheCaIsToldThoseThatAreConfigured() throws Exception {
		this.orders.obtain(this.orders.issuer(this.store, "ops@shop.test"), "shop.test");
		edit("contacts", null);
		this.orders.obtain(this.orders.issuer(this.store), "shop.test");
		assertThat(atTheCa().getContacts()).containsExactly(URI.create("mailto:ops@shop.test"));
		this.orders.obtain(this.orders.issuer(this.store, "new@shop.test"), "shop.test");
		assertThat(atTheCa().getContacts()).containsExactly(URI.create("mailto:new@shop.test"));
	}

	@Test
	void anAccountThatIsFoundByItsKeyGetsTheContactsToo() throws Exception {
		this.orders.obtain(this.orders.issuer(this.store, "ops@shop.test"), "shop.test");
		edit("location", null);
		this.orders.obtain(this.orders.issuer(this.store, "new@shop.test"), "shop.test");
		assertThat(made()).isOne();
		assertThat(atTheCa().getContacts()).containsExactly(URI.create("mailto:new@shop.test"));
	}

	@Test
	void aContactThatTheCaRefusesStopsNoOrderAndIsToldAgainAtTheNext(CapturedOutput output) throws Exception {
		this.orders.obtain(this.orders.issuer(this.store, "ops@shop.test"), "shop.test");
		AcmeCertificateIssuer wrong = this.orders.issuer(this.store, "a@b@shop.test");
		for (int i = 0; i < 2; i++) {
			assertThat(this.orders.obtain(wrong, "shop.test").chain()).isNotEmpty();
		}
		assertThat(output.getAll().split("contacts of the account at [^ ]+ could not be changed", -1)).hasSize(3);
		assertThat(account().contacts()).containsExactly("mailto:ops@shop.test");
	}

	@Test
	void aNewKeyIsUsedForTheNextCertificateHereAndAfterARestart() throws Exception {
		AcmeCertificateIssuer issuer = this.orders.issuer(this.store);
		this.orders.obtain(issuer, "shop.test");
		String former = stored("key.private");
		URI url = account().url().toURI();
		issuer.rollOverAccountKey();
		assertThat(stored("key.private")).isNotEqualTo(former);
		assertThat(stored("next-key.private")).isNull();
		this.orders.obtain(issuer, "shop.test");
		this.orders.obtain(this.orders.issuer(this.store), "shop.test");
		assertThat(account().url().toURI()).isEqualTo(url);
		assertThat(made()).isOne();
	}

	@Test
	void withoutAnAccountThereIsNoKeyToChange() {
		assertThatExceptionOfType(IssuanceException.class)
			.isThrownBy(() -> this.orders.issuer(this.store).rollOverAccountKey())
			.withMessageContaining("there is no account at ")
			.satisfies((failure) -> assertThat(failure.getKind()).isEqualTo(FailureKind.ACTION_REQUIRED));
		assertThat(made()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "1, false", "1, true", "2, false", "2, true" })
	void aProcessThatDiesOverAChangeOfTheKeyLosesNothing(int save, boolean saved, @TempDir Path directory)
			throws Exception {
		Store files = new FileStore(directory);
		this.orders.obtain(this.orders.issuer(files), "shop.test");
		String former = stored(files, "key.public");
		AcmeCertificateIssuer dying = this.orders.issuer(new DyingStore(files, save, saved));
		assertThatExceptionOfType(StoreException.class).isThrownBy(dying::rollOverAccountKey);
		AcmeCertificateIssuer next = this.orders.issuer(new FileStore(directory));
		this.orders.obtain(next, "shop.test");
		assertThat(stored(files, "next-key.private")).isNull();
		assertThat(stored(files, "key.public").equals(former)).isEqualTo(save == 1 && !saved);
		next.rollOverAccountKey();
		this.orders.obtain(this.orders.issuer(new FileStore(directory)), "shop.test");
		assertThat(made()).isOne();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aKeyThatIsBoundToAnExternalAccountIsChangedToo(boolean dies) throws Exception {
		this.orders.close();
		use(bound);
		this.orders.bindAccountsTo(KEY_ID, MAC_KEY);
		this.orders.obtain(this.orders.issuer(this.store), "shop.test");
		if (dies) {
			AcmeCertificateIssuer dying = this.orders.issuer(new DyingStore(this.store, 2, false));
			assertThatExceptionOfType(StoreException.class).isThrownBy(dying::rollOverAccountKey);
		}
		else {
			this.orders.issuer(this.store).rollOverAccountKey();
		}
		this.orders.obtain(this.orders.issuer(this.store), "shop.test");
		assertThat(stored("next-key.private")).isNull();
		assertThat(made()).isOne();
	}

	@Test
	void aKeyThatTheCaDoesNotTakeIsForgottenAndOrdersGoOn(CapturedOutput output) throws Exception {
		this.orders.obtain(this.orders.issuer(this.store), "shop.test");
		String former = stored("key.private");
		KeyPair others = KeyType.EC_P256.generate();
		new AccountBuilder().agreeToTermsOfService().useKeyPair(others).createLogin(session());
		edit("next-key.private", Base64.getEncoder().encodeToString(others.getPrivate().getEncoded()));
		edit("next-key.public", Base64.getEncoder().encodeToString(others.getPublic().getEncoded()));
		this.orders.obtain(this.orders.issuer(this.store), "shop.test");
		assertThat(output).containsOnlyOnce(" keeps its key: ");
		assertThat(stored("next-key.private")).isNull();
		assertThat(stored("key.private")).isEqualTo(former);
	}

	@Test
	void anotherProcessTakesUpTheNewKeyInTheMidstOfAnOrder() throws Exception {
		AcmeCertificateIssuer one = this.orders.issuer(this.store);
		AcmeCertificateIssuer other = this.orders.issuer(this.store.another());
		this.orders.obtain(one, "one.test");
		for (Step step : new Step[] { Step.KEY_MADE, Step.ORDER_PLACED, Step.ANSWERS_OFFERED }) {
			int before = this.pebble.ordersPlaced();
			Issuance begun = this.orders.until(step, other, this.orders.begin("other.test"));
			one.rollOverAccountKey();
			assertThat(this.orders.finish(other, begun).chain()).as("from " + step).isNotEmpty();
			assertThat(this.pebble.ordersPlaced() - before).as("from " + step).isOne();
		}
		assertThat(made()).isOne();
	}

	@Test
	void twoProcessesOrderWhileOneOfThemChangesTheKey() throws Exception {
		AcmeCertificateIssuer one = this.orders.issuer(this.store);
		AcmeCertificateIssuer other = this.orders.issuer(this.store.another());
		this.orders.obtain(one, "one.test");
		this.orders.obtain(other, "other.test");
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try {
			Future<?> changes = executor.submit(() -> {
				for (int i = 0; i < 5; i++) {
					one.rollOverAccountKey();
				}
				return null;
			});
			while (!changes.isDone()) {
				attempt(other);
			}
			changes.get(60, TimeUnit.SECONDS);
		}
		finally {
			executor.shutdownNow();
		}
		this.orders.obtain(other, "other.test");
		this.orders.obtain(one, "one.test");
		assertThat(made()).isOne();
	}

	/**
	 * A certificate is obtained, or there is a failure that passes.
	 */
	private void attempt(AcmeCertificateIssuer issuer) {
		try {
			this.orders.obtain(issuer, "other.test");
		}
		catch (IssuanceException ex) {
			assertThat(ex).hasMessageMatching("(?s).*(being changed by another process|refused: |validate).*");
		}
	}

	@Test
	void whileAnotherProcessIsAtItOrdersWait() throws Exception {
		AcmeCertificateIssuer one = this.orders.issuer(new DyingStore(this.store, 2, false));
		AcmeCertificateIssuer other = this.orders.issuer(this.store);
		this.orders.obtain(other, "other.test");
		assertThatExceptionOfType(StoreException.class).isThrownBy(one::rollOverAccountKey);
		try (Lease held = this.store.tryLease("account-key/" + other.id(), Duration.ofMinutes(1))) {
			assertThat(held).isNotNull();
			assertThatExceptionOfType(IssuanceException.class).isThrownBy(() -> this.orders.obtain(other, "other.test"))
				.withMessageContaining("is being changed by another process")
				.satisfies((failure) -> assertThat(failure.getKind()).isEqualTo(FailureKind.UNAVAILABLE));
			assertThatExceptionOfType(IssuanceException.class).isThrownBy(other::rollOverAccountKey)
				.withMessageContaining("is being changed by another process");
		}
		this.orders.obtain(other, "other.test");
		assertThat(made()).isOne();
	}

	@Test
	void anAccountThatIsForgottenIsMadeOnceWithTheNewKeyAndTheNewContacts(CapturedOutput output) throws Exception {
		AcmeCertificateIssuer issuer = this.orders.issuer(this.store, "ops@shop.test");
		this.orders.obtain(issuer, "shop.test");
		issuer.rollOverAccountKey();
		String key = stored("key.private");
		forget();
		this.orders.obtain(this.orders.issuer(this.store, "new@shop.test"), "shop.test");
		this.orders.obtain(issuer, "shop.test");
		assertThat(stored("key.private")).isEqualTo(key);
		assertThat(this.pebble.sinceStart().accountsMade()).isOne();
		assertThat(output).containsOnlyOnce("does not know our account any more")
			.doesNotContain("could not be changed");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void anAccountThatIsForgottenWhileItsKeyChangesGetsTheNewKey(boolean dies) throws Exception {
		AcmeCertificateIssuer issuer = this.orders.issuer(this.store);
		this.orders.obtain(issuer, "shop.test");
		String former = stored("key.private");
		if (dies) {
			AcmeCertificateIssuer dying = this.orders.issuer(new DyingStore(this.store, 1, true));
			assertThatExceptionOfType(StoreException.class).isThrownBy(dying::rollOverAccountKey);
			forget();
		}
		else {
			forget();
			issuer.rollOverAccountKey();
		}
		this.orders.obtain(this.orders.issuer(this.store), "shop.test");
		assertThat(stored("key.private")).isNotEqualTo(former);
		assertThat(stored("next-key.private")).isNull();
		assertThat(this.pebble.sinceStart().accountsMade()).isOne();
	}

	@Test
	void newTermsOfServiceAreToldOnce(CapturedOutput output) throws Exception {
		this.orders.obtain(this.orders.issuer(this.store), "shop.test");
		String current = stored("terms");
		assertThat(current).isNotEmpty();
		edit("terms", "https://ca.test/terms-of-old");
		for (int i = 0; i < 2; i++) {
			this.orders.obtain(this.orders.issuer(this.store.another()), "shop.test");
		}
		assertThat(output)
			.containsOnlyOnce(" has new terms of service: " + current + " (before: https://ca.test/terms-of-old)");
		assertThat(account().terms()).isEqualTo("https://ca.test/terms-of-old");
		edit("terms-seen", "https://ca.test/others-again");
		this.orders.obtain(this.orders.issuer(this.store), "shop.test");
		assertThat(output).contains("(before: https://ca.test/others-again)");
	}

	@Test
	void anAccountThatIsGarbledIsSetAsideAndAnotherOneIsMade(CapturedOutput output) throws Exception {
		this.orders.obtain(this.orders.issuer(this.store), "shop.test");
		edit("key.private", "AAAA");
		assertThat(this.orders.issuer(this.store).account()).isNull();
		this.orders.obtain(this.orders.issuer(this.store), "shop.test");
		assertThat(made()).isEqualTo(2);
		assertThat(this.store.list("set-aside")).hasSize(1);
		assertThat(output).containsOnlyOnce("It was set aside as ");
	}

	private void use(Pebble used) throws Exception {
		this.pebble = used;
		this.orders = new PebbleOrders(used);
		this.accounts = used.accountsMade();
	}

	private void forget() {
		this.pebble.stop();
		this.pebble.start();
	}

	private int made() {
		return this.pebble.accountsMade() - this.accounts;
	}

	private AccountStatus account() {
		AccountStatus account = this.orders.issuer(this.store).account();
		assertThat(account).isNotNull();
		return account;
	}

	private Account atTheCa() throws Exception {
		KeyFactory factory = KeyFactory.getInstance("EC");
		KeyPair key = new KeyPair(factory.generatePublic(new X509EncodedKeySpec(bytes("key.public"))),
				factory.generatePrivate(new PKCS8EncodedKeySpec(bytes("key.private"))));
		Account account = session().login(account().url(), key).getAccount();
		account.fetch();
		return account;
	}

	private Session session() {
		return new Session(this.pebble.directoryUrl(), new GenericAcmeProvider() {

			@Override
			public HttpClient createHttpClient(NetworkSettings settings) {
				return HttpClient.newBuilder().sslContext(AccountTests.this.orders.trust()).build();
			}

		});
	}

	private byte[] bytes(String name) {
		return Base64.getDecoder().decode(stored(name));
	}

	private String stored(String name) {
		return stored(this.store, name);
	}

	private static String stored(Store from, String name) {
		return StoreRecord.decode(from.load(key(from)).content()).get(name);
	}

	private void edit(String name, String value) {
		Map<String, String> values = StoreRecord.decode(this.store.load(key(this.store)).content());
		if (value != null) {
			values.put(name, value);
		}
		else {
			values.remove(name);
		}
		this.store.put(key(this.store), StoreRecord.encode(values));
	}

	private static String key(Store from) {
		return from.list("accounts").get(0);
	}

}
