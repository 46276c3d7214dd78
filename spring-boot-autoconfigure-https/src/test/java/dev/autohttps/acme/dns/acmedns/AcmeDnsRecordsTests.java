package dev.autohttps.acme.dns.acmedns;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.autohttps.acceptance.AcmeDnsServer;
import dev.autohttps.acme.dns.Dns;
import dev.autohttps.acme.dns.DnsAnswer;
import dev.autohttps.acme.dns.DnsAnswer.Status;
import dev.autohttps.acme.dns.DnsRecordsException;
import dev.autohttps.acme.dns.TxtRecord;
import dev.autohttps.certificate.Store;
import dev.autohttps.certificate.StoreRecord;
import dev.autohttps.certificate.TestStore;
import dev.autohttps.store.file.FileStore;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.shredzone.acme4j.toolbox.JSON;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What holds with a server in a process of its own.
 */
@Timeout(180)
@ExtendWith(OutputCaptureExtension.class)
@Tag("once")
class AcmeDnsRecordsTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final String SHOP = "_acme-challenge.shop.example";

	private static final String A = "a".repeat(43);

	private static final String B = "b".repeat(43);

	private static final String C = "c".repeat(43);

	private static AcmeDnsServer server;

	private final TestStore store = new TestStore();

	@BeforeAll
	static void startServer() throws IOException {
		server = AcmeDnsServer.start("auth.example");
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@Test
	void anAccountIsRegisteredAndTheRecordThatLeadsToItIsNamed() {
		DnsRecordsException failure = failure(() -> records(this.store).publish(new TxtRecord(SHOP, A, SHOP)));
		assertThat(failure).hasMessage("_acme-challenge.shop.example does not lead to acme-dns at " + server.url()
				+ ": create the record _acme-challenge.shop.example. CNAME " + fulldomain(this.store) + ".");
		assertThat(failure.isPassing()).isFalse();
		assertThat(this.store.list("acme-dns")).singleElement()
			.asString()
			.matches(
					"acme-dns/127\\.0\\.0\\.1-\\d+_[0-9a-f]{12}/acme-challenge\\.shop\\.example_[0-9a-f]{12}\\.properties");
	}

	@Test
	void anAliasForAnotherNameIsNamedToo() {
		assertThat(failure(() -> records(this.store).publish(new TxtRecord("other.example", A, SHOP))))
			.hasMessageEndingWith(" CNAME " + fulldomain(this.store) + ". (it is an alias for other.example now)");
	}

	@Test
	void aNameThatIsLedThereHasItsValue() throws Exception {
		AcmeDnsRecords records = records(this.store);
		TxtRecord record = delegated(records, this.store, A);
		assertThat(look(record).status()).isEqualTo(Status.NO_NAME);
		records.publish(record);
		assertThat(look(record).texts()).containsExactly(A);
		assertThat(overTcp(record)).contains(A);
	}

	@Test
	void theServerAnswersForItsDomainAlone() {
		Dns dns = Dns.server(server.dns());
		assertThat(dns.ask("auth.example", "SOA").texts()).singleElement().asString().startsWith("ns1.auth.example. ");
		assertThat(dns.ask("auth.example", "NS").texts()).containsExactly("ns1.auth.example.");
		assertThat(dns.ask("ns1.auth.example", "A").texts()).containsExactly("127.0.0.1");
		assertThat(dns.ask("ns1.auth.example", "TXT").status()).isEqualTo(Status.NO_DATA);
		assertThat(dns.ask("shop.example", "A").said()).startsWith("REFUSED");
	}

	@Test
	void aNameHasTwoValuesAtOnce() throws Exception {
		AcmeDnsRecords records = records(this.store);
		TxtRecord first = delegated(records, this.store, A);
		records.publish(first);
		records.publish(with(first, B));
		assertThat(look(first).texts()).containsExactlyInAnyOrder(A, B);
		assertThat(records.valuesPerName()).isEqualTo(2);
	}

	@Test
	void aValueThatIsPublishedAgainPushesNoOtherOut() throws Exception {
		AcmeDnsRecords records = records(this.store);
		TxtRecord first = delegated(records, this.store, A);
		records.publish(first);
		records.publish(with(first, B));
		records.publish(with(first, B));
		records.publish(first);
		records.publish(first);
		assertThat(look(first).texts()).containsExactlyInAnyOrder(A, B);
	}

	@Test
	void aValueTakesThePlaceOfTheOneThatWasWithdrawnEvenIfThatIsTheNewer() throws Exception {
		AcmeDnsRecords records = records(this.store);
		TxtRecord first = delegated(records, this.store, A);
		records.publish(first);
		records.publish(with(first, B));
		records.withdraw(with(first, B));
		records.publish(with(first, C));
		assertThat(look(first).texts()).containsExactlyInAnyOrder(A, C);
		records.withdraw(first);
		records.publish(with(first, B));
		assertThat(look(first).texts()).containsExactlyInAnyOrder(B, C);
	}

	@Test
	void valuesThatArePublishedAtOnceAreAllThere() throws Exception {
		AcmeDnsRecords records = records(this.store);
		TxtRecord first = delegated(records, this.store, A);
		all(() -> publish(records, first), () -> publish(records, with(first, B)));
		assertThat(look(first).texts()).containsExactlyInAnyOrder(A, B);
	}

	@Test
	void toWithdrawIsToForget() throws Exception {
		AcmeDnsRecords records = records(this.store);
		TxtRecord record = delegated(records, this.store, A);
		records.withdraw(record);
		records.publish(record);
		records.withdraw(record);
		records.withdraw(record);
		assertThat(look(record).texts()).containsExactly(A);
	}

	@Test
	void theAccountIsTheSameAfterARestart(@TempDir Path directory) throws Exception {
		TxtRecord first = delegated(records(new FileStore(directory)), new FileStore(directory), A);
		int before = registrations();
		AcmeDnsRecords restarted = records(new FileStore(directory));
		restarted.publish(first);
		restarted.publish(with(first, B));
		AcmeDnsRecords again = records(new FileStore(directory));
		again.publish(with(first, B));
		again.publish(first);
		assertThat(look(first).texts()).containsExactlyInAnyOrder(A, B);
		assertThat(registrations()).isEqualTo(before);
	}

	@Test
	void twoInstancesThatRegisterAtOnceHaveOneAccount() throws Exception {
		AcmeDnsRecords one = records(this.store);
		AcmeDnsRecords other = records(this.store.another());
		List<String> messages = new ArrayList<>();
		for (DnsRecordsException failure : all(() -> failure(() -> one.publish(new TxtRecord(SHOP, A, SHOP))),
				() -> failure(() -> one.publish(new TxtRecord(SHOP, B, SHOP))),
				() -> failure(() -> other.publish(new TxtRecord(SHOP, A, SHOP))),
				() -> failure(() -> other.publish(new TxtRecord(SHOP, B, SHOP))))) {
			messages.add(failure.getMessage());
		}
		assertThat(messages).hasSize(4).allMatch((message) -> message.endsWith(" " + fulldomain(this.store) + "."));
	}

	@Test
	void anAccountThatAnotherProcessKeptFirstIsTheOneThatCounts() {
		byte[] theirs = StoreRecord
			.encode(Map.of("username", "u", "password", "p", "subdomain", "s", "fulldomain", "s.auth.example"));
		TestStore raced = this.store.another();
		// Saved in the last moment before we do.
		raced.breakOn((operation) -> {
			if (operation.startsWith("save ")) {
				raced.mend();
				this.store.save(operation.substring(5), theirs, null);
			}
			return false;
		});
		assertThat(failure(() -> records(raced).publish(new TxtRecord(SHOP, A, SHOP))))
			.hasMessageEndingWith(" CNAME s.auth.example.");
		assertThat(this.store.load(key()).content()).isEqualTo(theirs);
	}

	@Test
	void aConfiguredAccountIsUsed() throws Exception {
		JSON account = register("{}");
		AcmeDnsRecords records = configured(account, account.get("password").asString());
		String fulldomain = account.get("fulldomain").asString();
		records.publish(new TxtRecord(fulldomain, A, SHOP));
		assertThat(Dns.server(server.dns()).ask(fulldomain, "TXT").texts()).containsExactly(A);
		assertThat(this.store.list("")).isEmpty();
		assertThat(failure(() -> records.publish(new TxtRecord(SHOP, A, SHOP))))
			.hasMessageEndingWith(": create the record _acme-challenge.shop.example. CNAME "
					+ account.get("subdomain").asString() + ".<domain of the acme-dns server>.");
	}

	@Test
	void aWrongPasswordIsToldButNotShown(CapturedOutput output) throws Exception {
		JSON account = register("{}");
		AcmeDnsRecords records = configured(account, "wr0ng-passw0rd");
		DnsRecordsException failure = failure(
				() -> records.publish(new TxtRecord(account.get("fulldomain").asString(), A, SHOP)));
		assertThat(failure).hasMessage("acme-dns at " + server.url() + " did not publish a value for "
				+ "_acme-challenge.shop.example: it answered with status 401 (forbidden): it does not know this account, "
				+ "or not with this password, or takes nothing for it from this address (allowfrom); correct the "
				+ "properties acme-dns.username, acme-dns.password and acme-dns.subdomain");
		assertThat(failure.isPassing()).isFalse();
		assertThat(settings(account, "wr0ng-passw0rd").toString() + settings(account, "wr0ng-passw0rd").account()
				+ failure + output)
			.doesNotContain("passw0rd");
	}

	@Test
	void anAddressThatIsNotAllowedIsRefused() throws Exception {
		JSON account = register("{\"allowfrom\":[\"192.0.2.0/24\"]}");
		AcmeDnsRecords records = configured(account, account.get("password").asString());
		assertThat(failure(() -> records.publish(new TxtRecord(account.get("fulldomain").asString(), A, SHOP))))
			.hasMessageContaining("status 401 (forbidden)")
			.hasMessageContaining("from this address (allowfrom)");
	}

	@Test
	void aSubdomainThatIsNoneOfAcmeDnsIsRefused() throws Exception {
		JSON account = register("{}");
		AcmeDnsRecords records = new AcmeDnsRecords(new AcmeDnsSettings(server.url(),
				account.get("username").asString(), account.get("password").asString(), "shop", TIMEOUT), this.store);
		assertThat(failure(() -> records.publish(new TxtRecord("shop.auth.example", A, SHOP))))
			.hasMessageContaining("it answered with status 400 (bad_subdomain): it does not accept what it was sent; "
					+ "correct the properties acme-dns.username, acme-dns.password and acme-dns.subdomain");
	}

	@Test
	void anAccountThatTheServerHasLostIsToldWithWhereItIsKept() throws Exception {
		TxtRecord record = delegated(records(this.store), this.store, A);
		String key = key();
		this.store.put(key, StoreRecord.encode(Map.of("username", "lost", "password", "l0st", "subdomain",
				record.name().replaceAll("\\..*", ""), "fulldomain", record.name())));
		assertThat(failure(() -> records(this.store).publish(record))).hasMessageEndingWith(
				"; if the server has lost the " + "account, delete memory:" + key + ", so that another is registered");
	}

	@Test
	void anAccountThatCannotBeReadIsNotReplaced() throws Exception {
		TxtRecord record = delegated(records(this.store), this.store, A);
		String key = key();
		this.store.put(key, "garbled".getBytes(StandardCharsets.UTF_8));
		assertThat(failure(() -> records(this.store).publish(record)))
			.hasMessage("the account for _acme-challenge.shop.example at acme-dns at " + server.url()
					+ " cannot be read from memory:" + key
					+ "; restore it, or delete it, so that another is registered");
	}

	@Test
	void aServerThatRegistersNobodyIsToldSo() throws Exception {
		try (AcmeDnsServer closed = AcmeDnsServer.startWithoutRegistration("auth.example")) {
			AcmeDnsRecords records = new AcmeDnsRecords(new AcmeDnsSettings(closed.url(), null, null, null, TIMEOUT),
					this.store);
			assertThat(failure(() -> records.publish(new TxtRecord(SHOP, A, SHOP)))).hasMessage("acme-dns at "
					+ closed.url() + " did not register an account for _acme-challenge.shop.example: it answered with "
					+ "status 404 (404 page not found): there is no acme-dns at that URL, or it registers nobody; correct "
					+ "the property acme-dns.url, or set acme-dns.username, acme-dns.password and acme-dns.subdomain to an "
					+ "account of it");
			assertThat(this.store.list("")).isEmpty();
		}
	}

	@Test
	void itSaysWhoItIs() {
		URI url = URI.create("https://auth.example/");
		assertThat(new AcmeDnsRecords(new AcmeDnsSettings(url, null, null, null, TIMEOUT), this.store).description())
			.isEqualTo("acme-dns at https://auth.example");
	}

	@Test
	void whatCannotBeUsedIsNotTaken() {
		for (String url : List.of("auth.example", "ftp://auth.example", "https:///x", "https://user:pass@auth.example",
				"https://auth.example/?x", "https://auth.example/#x")) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> new AcmeDnsSettings(URI.create(url), null, null, null, TIMEOUT))
				.withMessage("is no URL of an acme-dns server, such as https://auth.example");
		}
		URI url = URI.create("https://auth.example");
		assertThatIllegalArgumentException().isThrownBy(() -> new AcmeDnsSettings(url, "u", null, "s", TIMEOUT))
			.withMessageStartingWith(
					"belongs together with the rest of the account (username, password and subdomain)");
		assertThatIllegalArgumentException().isThrownBy(() -> new AcmeDnsSettings(url, "u", "s3cr\net", "s", TIMEOUT))
			.withMessageStartingWith("has characters")
			.withMessageNotContaining("s3cr");
		assertThatIllegalArgumentException().isThrownBy(() -> new AcmeDnsSettings(url, null, null, null, Duration.ZERO))
			.withMessage("leaves no time for an answer");
	}

	private static AcmeDnsRecords records(Store store) {
		return new AcmeDnsRecords(new AcmeDnsSettings(server.url(), null, null, null, TIMEOUT), store);
	}

	private AcmeDnsRecords configured(JSON account, String password) {
		return new AcmeDnsRecords(settings(account, password), this.store);
	}

	private static AcmeDnsSettings settings(JSON account, String password) {
		return new AcmeDnsSettings(server.url(), account.get("username").asString(), password,
				account.get("subdomain").asString(), TIMEOUT);
	}

	/**
	 * Have an account registered, and return what is to be published once the name leads
	 * to it.
	 */
	private static TxtRecord delegated(AcmeDnsRecords records, Store store, String value) {
		assertThat(failure(() -> records.publish(new TxtRecord(SHOP, value, SHOP)))).isNotNull();
		return new TxtRecord(fulldomain(store), value, SHOP);
	}

	private static TxtRecord with(TxtRecord record, String value) {
		return new TxtRecord(record.name(), value, record.challengeName());
	}

	private static String fulldomain(Store store) {
		return StoreRecord.decode(store.load(store.list("acme-dns").get(0)).content()).get("fulldomain");
	}

	private String key() {
		return this.store.list("acme-dns").get(0);
	}

	private static DnsAnswer look(TxtRecord record) {
		return Dns.server(server.dns()).ask(record.name(), "TXT");
	}

	private static String overTcp(TxtRecord record) throws IOException {
		String[] address = server.dns().split(":");
		SimpleResolver resolver = new SimpleResolver(address[0]);
		resolver.setPort(Integer.parseInt(address[1]));
		resolver.setTCP(true);
		Message query = Message.newQuery(Record.newRecord(Name.fromString(record.name() + "."), Type.TXT, DClass.IN));
		return resolver.send(query).getSection(Section.ANSWER).toString();
	}

	private static int registrations() {
		return (int) server.requests().stream().filter((request) -> request.startsWith("POST /register")).count();
	}

	private static JSON register(String body) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(server.url().resolve("/register"))
			.POST(BodyPublishers.ofString(body))
			.build();
		return JSON.parse(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
	}

	private static Void publish(AcmeDnsRecords records, TxtRecord record) throws Exception {
		records.publish(record);
		return null;
	}

	@SafeVarargs
	private static <T> List<T> all(Callable<T>... calls) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(calls.length);
		try {
			List<T> results = new ArrayList<>();
			for (Future<T> call : executor.invokeAll(List.of(calls))) {
				results.add(call.get());
			}
			return results;
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static DnsRecordsException failure(ThrowingCallable call) {
		return catchThrowableOfType(DnsRecordsException.class, call);
	}

}
