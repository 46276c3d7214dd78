package dev.autohttps.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.autohttps.acme.AcmeCertificateIssuer;
import dev.autohttps.certificate.AccountStatus;
import dev.autohttps.certificate.StoreRecord;
import dev.autohttps.renewal.CertificateOperations;
import dev.autohttps.renewal.CertificateState;
import dev.autohttps.store.file.FileStore;
import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.EnabledIfProgram;
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

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications that take the place of a real certbot.
 */
@EnabledIfPebble
@EnabledIfProgram("certbot")
@Tag("acceptance")
@Tag("once")
@ExtendWith(OutputCaptureExtension.class)
class CertbotImportTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final String SAME_CONTACT = "https.acme.contact=certbot@shop.test";

	private static final String USER = System.getProperty("user.name");

	private static Pebble pebble;

	@TempDir
	Path folder;

	private Certbot certbot;

	private int accounts;

	private int orders;

	@BeforeAll
	static void startPebble() {
		pebble = Pebble.builder().rejectedNonces(0).reusedAuthorizations(0).retryAfter(0, 0).start();
	}

	@AfterAll
	static void stopPebble() {
		pebble.close();
	}

	@BeforeEach
	void begin() {
		this.certbot = new Certbot(this.folder, pebble);
	}

	@ParameterizedTest
	@CsvSource({ "ecdsa, ec-p256", "rsa, rsa-2048" })
	void whatCertbotObtainedIsServedAtOnceAndRenewedWithItsAccount(String certbotType, String keyType,
			CapturedOutput output) throws Exception {
		System.out.println(this.certbot.obtain("shop.test,www.shop.test", "--key-type", certbotType));
		X509Certificate obtained = this.certbot.certificate("shop.test");
		Map<String, String> before = this.certbot.content();
		count();
		try (RunningApplication application = start("https.certificates.shop.domains=shop.test,www.shop.test",
				"https.certificates.shop.key-types=" + keyType, SAME_CONTACT)) {
			assertThat(application.served()).isEqualTo(obtained);
			assertThat(application.status().state()).isEqualTo(CertificateState.VALID);
			application.awaitAdvice();
			assertThat(new FileStore(this.folder.resolve("store")).list("")).hasSize(3)
				.allMatch((key) -> key.matches("accounts/localhost-.*/account\\.properties|"
						+ "(certificates|renewals)/localhost-.*/shop\\.test_.*/" + keyType + "\\.(pem|properties)"));
			assertThat(ordersSince()).isZero();
			assertThat(accountsSince()).isZero();
			assertThat(account(application).url()).hasToString(this.certbot.accountUrl());
			renew(application, obtained);
			assertThat(ordersSince()).isOne();
			assertThat(accountsSince()).isZero();
			assertThat(account(application).url()).hasToString(this.certbot.accountUrl());
			assertThat(application.status().notes().details()).containsEntry("account", this.certbot.accountUrl());
			if (Pebble.knowsAsReplaced(obtained)) {
				assertThat(application.status().notes().details())
					.containsEntry("replaces-account", this.certbot.accountUrl())
					.containsKey("replaces")
					.doesNotContainKey("replaces-dropped");
			}
		}
		assertThat(this.certbot.content()).isEqualTo(before);
		assertThat(output).containsOnlyOnce("The account at " + pebble.directoryUrl() + " was taken over from ")
			.containsOnlyOnce("Taken over: certbot's lineage 'shop.test' for shop.test, www.shop.test, valid until ")
			.containsOnlyOnce("certbot delete --cert-name shop.test --config-dir " + this.certbot.directory())
			.containsOnlyOnce("The contacts of the account at " + pebble.directoryUrl() + " are now mailto:certbot@")
			.doesNotContain("Not taken over");
		for (String secret : secrets()) {
			assertThat(output.getAll()).doesNotContain(secret);
		}
		// Two clients of one account do no harm.
		assertThat(this.certbot.run("renew", "--force-renewal", "--no-random-sleep-on-renew"))
			.contains("all renewals succeeded");
		assertThat(accountsSince()).isZero();
	}

	@Test
	void anotherStartChangesNothingAndNeedsNoCertbotAnyMore(CapturedOutput output) throws Exception {
		this.certbot.obtain("again.test");
		count();
		String domains = "https.domains=again.test";
		X509Certificate renewed;
		try (RunningApplication application = start(domains)) {
			renewed = renew(application, this.certbot.certificate("again.test"));
		}
		Map<String, String> store = store();
		try (RunningApplication application = start(domains)) {
			assertThat(application.served()).isEqualTo(renewed);
		}
		Files.move(this.certbot.directory(), this.folder.resolve("gone"));
		try (RunningApplication application = start(domains)) {
			assertThat(application.served()).isEqualTo(renewed);
		}
		assertThat(store()).isEqualTo(store);
		assertThat(ordersSince()).isOne();
		assertThat(output).containsOnlyOnce("Taken over: ");
	}

	@Test
	void theContactsOfTheAccountAreThoseThatAreConfigured(CapturedOutput output) throws Exception {
		this.certbot.obtain("contact.test");
		count();
		try (RunningApplication application = start("https.domains=contact.test")) {
			assertThat(account(application).contacts()).isEmpty();
			renew(application, this.certbot.certificate("contact.test"));
			assertThat(account(application).contacts()).containsExactly("mailto:ops@shop.example");
		}
		assertThat(output).containsOnlyOnce(
				"The contacts of the account at " + pebble.directoryUrl() + " are now mailto:ops@shop.example");
		assertThat(accountsSince()).isZero();
	}

	@Test
	void anAccountThatTheCaForgotIsRegisteredAgainWithItsKey(CapturedOutput output) throws Exception {
		this.certbot.obtain("forgotten.test");
		String key;
		count();
		try (RunningApplication application = start("https.domains=forgotten.test")) {
			key = stored("key.private");
			pebble.stop();
			pebble.start();
			renew(application, this.certbot.certificate("forgotten.test"));
		}
		assertThat(accountsSince()).isOne();
		assertThat(stored("key.private")).isEqualTo(key);
		assertThat(output).containsOnlyOnce("does not know our account any more; its key is registered again");
	}

	@Test
	void anAccountWhoseUrlIsLostIsFoundByItsKey(CapturedOutput output) throws Exception {
		this.certbot.obtain("lost.test");
		String url = this.certbot.accountUrl();
		Files.delete(this.certbot.accounts().get(0).resolve("regr.json"));
		count();
		try (RunningApplication application = start("https.domains=lost.test")) {
			renew(application, this.certbot.certificate("lost.test"));
			assertThat(account(application).url()).hasToString(url);
		}
		assertThat(accountsSince()).isZero();
		assertThat(output).containsOnlyOnce("its URL is not there, so the CA will find it by its key");
	}

	@Test
	void theKeyOfTheAccountCanBeChangedToOneOfOurs() throws Exception {
		this.certbot.obtain("rollover.test");
		count();
		try (RunningApplication application = start("https.domains=rollover.test")) {
			String key = stored("key.private");
			application.context().getBean(AcmeCertificateIssuer.class).rollOverAccountKey();
			assertThat(stored("key.private")).isNotEqualTo(key).hasSizeLessThan(200);
			renew(application, this.certbot.certificate("rollover.test"));
			assertThat(account(application).url()).hasToString(this.certbot.accountUrl());
		}
		assertThat(accountsSince()).isZero();
	}

	@Test
	void twoProcessesThatStartAtOnceTakeItOverOnce() throws Exception {
		this.certbot.obtain("two.test");
		count();
		try (ChildProcess one = ChildProcess.start(KilledApplication.class, properties("https.domains=two.test"));
				ChildProcess other = ChildProcess.start(KilledApplication.class,
						properties("https.domains=two.test", "https.http.port=0"))) {
			for (ChildProcess process : List.of(one, other)) {
				String line = process.await(KilledApplication.PORT);
				int port = Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
				assertThat(TlsClient.served(port, "two.test")).isEqualTo(this.certbot.certificate("two.test"));
			}
			List<String> output = Stream.of(one, other).flatMap((process) -> process.output().stream()).toList();
			assertThat(output).filteredOn((line) -> line.contains("Taken over: ")).hasSize(1);
			assertThat(output).filteredOn((line) -> line.contains("was taken over from ")).hasSize(1);
			assertThat(output).filteredOn((line) -> line.contains("is served from the store")).hasSize(2);
		}
		assertThat(ordersSince()).isZero();
		assertThat(accountsSince()).isZero();
	}

	@Test
	void whatThisUserMayNotReadIsSaidAndObtainedAnew() throws Exception {
		this.certbot.obtain("secret.test");
		Path live = this.certbot.directory().resolve("live");
		Path accounts = this.certbot.directory().resolve("accounts");
		count();
		try (ChildProcess application = startWithoutRightTo(List.of(live, accounts), "https.domains=secret.test")) {
			application.await("was obtained and is served");
			assertThat(application.output())
				.anySatisfy((line) -> assertThat(line).contains("Not taken over: certbot's certificates: " + live
						+ " cannot be read by user '" + USER
						+ "' of this process: copy the directory for that user, for example with 'sudo mkdir -p /srv/certbot && sudo cp -RL "
						+ this.certbot.directory() + "/. /srv/certbot && sudo chown -R " + USER
						+ " /srv/certbot', and set https.certbot.directory to the copy; to run the application as root "
						+ "is not advised"))
				.anySatisfy((line) -> assertThat(line)
					.contains("Not taken over: certbot's account at " + pebble.directoryUrl()
							+ ", so a new one will be made: " + accounts)
					.contains("cannot be read by user '" + USER + "'"));
		}
		assertThat(ordersSince()).isOne();
		assertThat(accountsSince()).isOne();
	}

	@Test
	void aDirectoryThatThisUserMayNotEnterStopsTheStart() throws Exception {
		Path directory = Files.createDirectories(this.certbot.directory().resolve("renewal")).getParent();
		try (ChildProcess application = startWithoutRightTo(List.of(directory), "https.domains=secret.test")) {
			application.await("APPLICATION FAILED TO START");
			application.await("'https.certbot.directory' has the value '" + directory + "'");
			application.await("It cannot be read by user '" + USER + "' of this process.");
			application
				.await("Copy the directory for that user, for example with 'sudo mkdir -p /srv/certbot && sudo cp -RL "
						+ directory);
		}
	}

	@Test
	void aCopyOfTheDirectoryWillDo(CapturedOutput output) throws Exception {
		this.certbot.obtain("copy.test");
		count();
		Path copy = this.folder.resolve("copy");
		Process copying = new ProcessBuilder("cp", "-RL", this.certbot.directory().toString(), copy.toString())
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		assertThat(copying.waitFor()).isZero();
		try (RunningApplication application = start("https.domains=copy.test", "https.certbot.directory=" + copy)) {
			assertThat(application.served()).isEqualTo(this.certbot.certificate("copy.test"));
		}
		assertThat(ordersSince()).isZero();
		assertThat(output).contains("certbot delete --cert-name copy.test --config-dir " + this.certbot.directory());
	}

	private RunningApplication start(String... properties) {
		return RunningApplication.start(properties(properties));
	}

	/**
	 * As root, in the shape of one who owns the files but may not read them.
	 */
	private ChildProcess startWithoutRightTo(List<Path> directories, String... properties) throws IOException {
		directories.forEach(
				(one) -> assertThat(one.toFile().setReadable(false) && one.toFile().setExecutable(false)).isTrue());
		List<String> without = List.of("setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--");
		return ChildProcess.start(Files.isReadable(directories.get(0)) ? without : List.of(), KilledApplication.class,
				properties(properties));
	}

	@AfterEach
	void allowEverything() throws IOException {
		for (Path one : List.of(this.certbot.directory(), this.certbot.directory().resolve("live"),
				this.certbot.directory().resolve("accounts"))) {
			if (Files.exists(one)) {
				Files.setPosixFilePermissions(one, PosixFilePermissions.fromString("rwx------"));
			}
		}
	}

	private List<String> properties(String... more) {
		List<String> properties = RunningApplication.properties(pebble, this.folder.resolve("store"),
				"https.certbot.directory=" + this.certbot.directory());
		for (String property : more) {
			String name = property.substring(0, property.indexOf('=') + 1);
			properties.removeIf((former) -> former.startsWith(name));
			properties.add(property);
		}
		return properties;
	}

	private static X509Certificate renew(RunningApplication application, X509Certificate former) throws Exception {
		String name = application.status().spec().id().name();
		application.context().getBean(CertificateOperations.class).renew(name);
		Await.until("another certificate is served", PATIENCE, () -> !application.served().equals(former));
		Await.until("it is done", PATIENCE, () -> application.status().step() == null);
		return application.served();
	}

	private static AccountStatus account(RunningApplication application) {
		return application.context().getBean(AcmeCertificateIssuer.class).account();
	}

	private void count() {
		this.accounts = pebble.accountsMade();
		this.orders = pebble.ordersPlaced();
	}

	private int accountsSince() {
		return pebble.accountsMade() - this.accounts;
	}

	private int ordersSince() {
		return pebble.ordersPlaced() - this.orders;
	}

	private String stored(String name) {
		FileStore store = new FileStore(this.folder.resolve("store"));
		return StoreRecord.decode(store.load(store.list("accounts").get(0)).content()).get(name);
	}

	private Map<String, String> store() {
		FileStore store = new FileStore(this.folder.resolve("store"));
		Map<String, String> content = new TreeMap<>();
		List.of("certificates", "accounts")
			.forEach((kind) -> store.list(kind).forEach((key) -> content.put(key, store.load(key).version())));
		return content;
	}

	/**
	 * The second line of each key in PEM, and each private part of the account key.
	 */
	private List<String> secrets() throws IOException {
		String account = Files.readString(this.certbot.accounts().get(0).resolve("private_key.json"));
		String key = Files.readString(this.certbot.directory().resolve("live/shop.test/privkey.pem"));
		return List.of(key.lines().skip(1).findFirst().orElseThrow(),
				account.replaceAll("(?s).*\"d\": \"([^\"]+)\".*", "$1"),
				account.replaceAll("(?s).*\"p\": \"([^\"]+)\".*", "$1"), stored("key.private"));
	}

}
