package dev.autohttps.certbot;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import dev.autohttps.acme.AcmeServer;
import dev.autohttps.certificate.CertificateRepository;
import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.CompromisedKeys;
import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.Pem;
import dev.autohttps.certificate.RenewalNotes;
import dev.autohttps.certificate.RenewalNotesRepository;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.Standing;
import dev.autohttps.certificate.StoreException;
import dev.autohttps.certificate.StoreKeys;
import dev.autohttps.certificate.StoreRecord;
import dev.autohttps.certificate.TestCertificates;
import dev.autohttps.certificate.TestClock;
import dev.autohttps.certificate.TestSpecs;
import dev.autohttps.certificate.TestStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CertbotImport}.
 */
@Tag("once")
@ExtendWith(OutputCaptureExtension.class)
class CertbotImportTests {

	private static final AcmeServer CA = new AcmeServer(URI.create(CertbotFolder.SERVER), Standing.PRODUCTION);

	private static final AcmeServer OTHER = new AcmeServer(URI.create("https://other.test/dir"), Standing.PRODUCTION);

	private static final String URL = "https://ca.test/acct/17";

	private static final CertificateSpec SHOP = TestSpecs.of("shop.test", "www.shop.test");

	private static final KeyPair ACCOUNT_KEY = KeyType.EC_P256.generate();

	@TempDir
	Path path;

	private final TestStore store = new TestStore();

	private final TestClock clock = new TestClock();

	private CertbotFolder folder;

	private CapturedOutput output;

	@BeforeEach
	void begin(CapturedOutput output) {
		this.folder = new CertbotFolder(this.path);
		this.output = output;
	}

	@ParameterizedTest
	@EnumSource(KeyType.class)
	void aLineageOfTheSameNamesAndKeyTypeIsTakenOver(KeyType keyType) throws Exception {
		CertificateSpec spec = TestSpecs.of("shop", keyType, "shop.test", "www.shop.test");
		ServerCertificate certificate = TestCertificates.of(keyType, "www.shop.test", "shop.test");
		this.folder.lineage("shop.test", certificate).account("0a1b", ACCOUNT_KEY, URL);
		run(wanted(spec));
		assertThat(this.store.list("")).containsExactlyInAnyOrder("accounts/" + CA.id() + "/account.properties",
				key("certificates", spec) + ".pem", key("renewals", spec) + ".properties");
		assertThat(stored(spec)).isEqualTo(certificate);
		assertThat(stored(spec).chain()).isEqualTo(certificate.chain());
		RenewalNotes notes = new RenewalNotesRepository(this.store).find(CA.id(), spec, certificate);
		assertThat(notes.details()).isEqualTo(Map.of("account", URL));
		assertThat(notes.obtainedAt()).isEqualTo(certificate.notBefore());
		assertThat(this.output)
			.containsOnlyOnce("Taken over: certbot's lineage 'shop.test' for www.shop.test, shop.test, valid until "
					+ "2026-05-30T12:00:00Z, is certificate 'shop' from now on")
			.containsOnlyOnce("have it forget them: certbot delete --cert-name shop.test (or stop its timer")
			.containsOnlyOnce("Never run 'certbot unregister'")
			.doesNotContain("Not taken over");
	}

	@ParameterizedTest
	@EnumSource(KeyType.class)
	void keysInTheFormOfFormerDaysAreRead(KeyType keyType) throws Exception {
		ServerCertificate certificate = TestCertificates.of(keyType, "shop.test");
		CertificateSpec spec = TestSpecs.of("shop", keyType, "shop.test");
		String key = CertbotFolder.traditional(certificate.privateKey());
		assertThat(key).contains("-----BEGIN " + keyType.algorithm() + " PRIVATE KEY-----");
		this.folder.lineage("shop.test", CertbotFolder.SERVER, "0a1b", key, certificate);
		run(wanted(spec));
		assertThat(stored(spec)).isEqualTo(certificate);
	}

	@ParameterizedTest
	@ValueSource(strings = { "EC:256", "EC:384", "RSA:2048", "RSA:4096" })
	void theAccountIsTakenOver(String kind) throws Exception {
		KeyPairGenerator generator = KeyPairGenerator.getInstance(kind.split(":")[0]);
		generator.initialize(Integer.parseInt(kind.split(":")[1]));
		KeyPair key = generator.generateKeyPair();
		this.folder.lineage("shop.test", shop()).account("0a1b", key, URL);
		run(wanted(SHOP));
		assertThat(account()).containsEntry("location", URL)
			.containsEntry("registered-at", "2025-11-23T20:13:08Z")
			.containsEntry("key.private", Base64.getEncoder().encodeToString(key.getPrivate().getEncoded()))
			.containsEntry("key.public", Base64.getEncoder().encodeToString(key.getPublic().getEncoded()))
			.hasSize(4);
		assertThat(this.output).containsOnlyOnce("The account at " + CA + " was taken over from "
				+ this.path.resolve("accounts/ca.test/dir/0a1b") + ": " + URL);
		assertThat(this.output.getAll()).doesNotContain(account().get("key.private"));
	}

	@Test
	void nothingIsTakenOverTwiceAndTheDirectoryIsNotLookedAtAgain() throws Exception {
		this.folder.lineage("shop.test", shop()).account("0a1b", ACCOUNT_KEY, URL);
		run(wanted(SHOP));
		String version = version(SHOP);
		new CertbotImport(this.path.resolve("gone"), this.store, this.clock).run(List.of(wanted(SHOP)), List.of(CA));
		assertThat(version(SHOP)).isEqualTo(version);
		assertThat(this.output).containsOnlyOnce("Taken over").containsOnlyOnce("was taken over");
	}

	@Test
	void whoHasCertificatesButNoAccountMayDeleteTheDirectory() throws Exception {
		this.folder.lineage("shop.test", shop());
		run(wanted(SHOP));
		new CertbotImport(this.path.resolve("gone"), this.store, this.clock).run(List.of(wanted(SHOP)), List.of(CA));
		assertThat(stored(SHOP)).isNotNull();
		assertThat(this.output).contains("Nothing more can be taken over from " + this.path.resolve("gone")
				+ ": There is no such directory. What is in the store is served");
	}

	@Test
	void whatIsInTheStoreStaysEvenIfItExpired() throws Exception {
		ServerCertificate own = TestCertificates.of(KeyType.EC_P256, TestClock.START.minus(Duration.ofDays(90)),
				TestClock.START.minus(Duration.ofDays(1)), "shop.test", "www.shop.test");
		certificates().save(CA.id(), SHOP, own);
		this.folder.lineage("shop.test", shop());
		run(wanted(SHOP));
		assertThat(stored(SHOP)).isEqualTo(own);
		assertThat(this.output).doesNotContain("aken over");
	}

	@Test
	void whatAFallbackIssuedIsEnough() throws Exception {
		ServerCertificate own = shop();
		certificates().save(OTHER.id(), SHOP, own);
		this.folder.lineage("shop.test", shop());
		new CertbotImport(this.path, this.store, this.clock).run(List.of(wanted(SHOP)), List.of(CA, OTHER));
		assertThat(certificates().find(CA.id(), SHOP)).isNull();
	}

	@Test
	void aLineageOfAFallbackIsTakenOverAsThat() throws Exception {
		this.folder.lineage("shop.test", shop());
		new CertbotImport(this.path, this.store, this.clock).run(List.of(wanted(SHOP)), List.of(OTHER, CA));
		assertThat(stored(SHOP)).isNotNull();
		assertThat(certificates().find(OTHER.id(), SHOP)).isNull();
	}

	@Test
	void anAccountInTheStoreStays() throws Exception {
		this.folder.account("0a1b", ACCOUNT_KEY, URL);
		run(wanted(SHOP));
		Map<String, String> first = account();
		this.folder.lineage("shop.test", shop()).account("0a1b", KeyType.EC_P256.generate(), URL + "0");
		run(wanted(SHOP));
		assertThat(account()).isEqualTo(first);
		assertThat(stored(SHOP)).isNotNull();
		// Obtained with another account, of which the CA would not hear.
		assertThat(new RenewalNotesRepository(this.store).find(CA.id(), SHOP, stored(SHOP)).details())
			.containsEntry("account", URL + "0");
	}

	@Test
	void anAccountThatIsGarbledInTheStoreIsSetAside() throws Exception {
		String key = "accounts/" + CA.id() + "/account.properties";
		this.store.put(key, "garbled".getBytes(StandardCharsets.US_ASCII));
		this.folder.account("0a1b", ACCOUNT_KEY, URL);
		run(wanted(SHOP));
		assertThat(account()).containsEntry("location", URL);
		assertThat(this.store.list("set-aside")).hasSize(1);
	}

	@Test
	void ofSeveralLineagesTheOneThatIsValidForLongestIsTaken() throws Exception {
		ServerCertificate longest = valid(80, "shop.test", "www.shop.test");
		this.folder.lineage("shop.test", valid(20, "shop.test", "www.shop.test"))
			.lineage("shop.test-0001", valid(40, "www.shop.test", "shop.test"))
			.lineage("shop.test-0002", longest)
			.lineage("shop.test-0003", valid(60, "shop.test", "www.shop.test"));
		run(wanted(SHOP));
		assertThat(stored(SHOP)).isEqualTo(longest);
		assertThat(this.output).contains("Not taken over: certbot's lineage 'shop.test' for shop.test, www.shop.test: "
				+ "there is a better one of the same names");
	}

	@Test
	void ofSeveralCasTheOneThatIsAskedFirstIsPreferred() throws Exception {
		ServerCertificate first = valid(20, "shop.test", "www.shop.test");
		this.folder.lineage("a", "https://other.test/dir", "0a1b", shop()).lineage("b", first);
		new CertbotImport(this.path, this.store, this.clock).run(List.of(wanted(SHOP)), List.of(CA, OTHER));
		assertThat(stored(SHOP)).isEqualTo(first);
		assertThat(certificates().find(OTHER.id(), SHOP)).isNull();
	}

	@Test
	void eachKeyTypeIsTakenFromItsOwnLineage() throws Exception {
		CertificateSpec rsa = TestSpecs.of("shop", KeyType.RSA_2048, "shop.test", "www.shop.test");
		this.folder.lineage("ec", shop())
			.lineage("rsa", TestCertificates.of(KeyType.RSA_2048, "shop.test", "www.shop.test"));
		run(wanted(SHOP), wanted(rsa));
		assertThat(stored(SHOP).algorithm()).isEqualTo("EC");
		assertThat(stored(rsa).algorithm()).isEqualTo("RSA");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					ec-p256  | shop.test                        | https.certificates.shop.domains=shop.test
					ec-p256  | www.shop.test,shop.test,img.test | https.certificates.shop.domains=www.shop.test,shop.test,img.test
					rsa-2048 | shop.test                        | https.certificates.shop.domains=shop.test, and https.certificates.shop.key-types=rsa-2048
					""")
	void otherNames(String keyType, String names, String remedy) throws Exception {
		this.folder.lineage("shop.test", TestCertificates.of(KeyType.of(keyType), names.split(",")));
		run(wanted(SHOP));
		assertRefused("WARN",
				"certbot's lineage 'shop.test' for " + names.replace(",", ", ")
						+ ": it is not for exactly the names of certificate 'shop' for shop.test, www.shop.test. "
						+ "To have it taken over, set " + remedy);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					ec-p256  | https.certificates.blog-test-0001.domains=blog.test
					rsa-4096 | https.certificates.blog-test-0001.domains=blog.test and https.certificates.blog-test-0001.key-types=rsa-4096
					""")
	void namesOfNobody(String keyType, String remedy) throws Exception {
		this.folder.lineage("blog.test-0001", TestCertificates.of(KeyType.of(keyType), "blog.test"));
		run(wanted(SHOP));
		assertRefused("INFO", "certbot's lineage 'blog.test-0001' for blog.test: no certificate is configured for any "
				+ "of its names. To have it taken over, set " + remedy);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					https.certificates.shop.domains | https.certificates.shop.key-types=rsa-2048
					https.domains | https.certificates.shop.key-types=rsa-2048 and https.certificates.shop.domains=shop.test,www.shop.test in place of https.domains
					""")
	void anotherKeyType(String property, String remedy) throws Exception {
		this.folder.lineage("shop.test", TestCertificates.of(KeyType.RSA_2048, "shop.test", "www.shop.test"));
		run(new WantedImport(SHOP, property));
		assertRefused("WARN",
				"certbot's lineage 'shop.test' for shop.test, www.shop.test: its key is rsa-2048, that of certificate "
						+ "'shop' for shop.test, www.shop.test is to be ec-p256. To have it taken over, set " + remedy);
	}

	@Test
	void aKeyTypeThatIsNotKeptHere() throws Exception {
		KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
		generator.initialize(521);
		KeyPair key = generator.generateKeyPair();
		this.folder.lineage("shop.test", TestCertificates.of(key.getPrivate(), TestCertificates.chain(key.getPublic(),
				TestClock.START, TestClock.START.plus(Duration.ofDays(90)), "shop.test", "www.shop.test")));
		run(wanted(SHOP));
		assertRefused("WARN", "its key is of a type that is not kept here");
	}

	@Test
	void anotherCa() throws Exception {
		this.folder.lineage("shop.test", "https://acme-staging-v02.api.letsencrypt.org/directory", "0a1b", shop());
		run(wanted(SHOP));
		assertRefused("WARN",
				"it is from https://acme-staging-v02.api.letsencrypt.org/directory, which is not asked " + "here, but "
						+ CA + ". To have it taken over, set "
						+ "https.acme.server=https://acme-staging-v02.api.letsencrypt.org/directory");
	}

	@Test
	void expired() throws Exception {
		this.folder.lineage("shop.test", shop());
		this.clock.advance(Duration.ofDays(91));
		run(wanted(SHOP));
		assertRefused("WARN", "it expired at 2026-05-30T12:00:00Z");
	}

	@Test
	void aKeyThatWasCompromised() throws Exception {
		ServerCertificate certificate = shop();
		new CompromisedKeys(this.store).add(certificate.leaf().getPublicKey(), TestClock.START);
		this.folder.lineage("shop.test", certificate);
		run(wanted(SHOP));
		assertRefused("WARN", "its key was compromised, so it must never be used again");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					live/shop.test/privkey.pem        | no key         | privkey.pem has no private key
					live/shop.test/privkey.pem        |                | privkey.pem is missing
					live/shop.test/fullchain.pem      |                | fullchain.pem is missing
					live/shop.test/fullchain.pem      | no certificate | fullchain.pem: it has no certificate
					live/shop.test/fullchain.pem      | half           | fullchain.pem: a block in it is garbled or cut short
					live/shop.test/privkey.pem        | half           | privkey.pem has no private key
					live/shop.test/privkey.pem        | other          | fullchain.pem: its private key does not belong to its certificate
					live/shop.test/fullchain.pem      | binary         | fullchain.pem is no text
					live/shop.test/fullchain.pem      | huge           | fullchain.pem is too large
					renewal/shop.test.conf            | [renewalparams | its renewal file does not say which CA it is from
					renewal/shop.test.conf            | server = :     | its renewal file does not say which CA it is from
					""")
	void aGarbledLineageHarmsNoOther(String file, String content, String reason) throws Exception {
		CertificateSpec blog = TestSpecs.of("blog", KeyType.EC_P256, "blog.test");
		this.folder.lineage("blog.test", TestCertificates.of("blog.test")).lineage("shop.test", shop());
		Path target = this.path.resolve(file);
		String former = Files.readString(target);
		Files.delete(target);
		if ("half".equals(content)) {
			Files.writeString(target, former.substring(0, former.length() / 2));
		}
		else if ("other".equals(content)) {
			Files.writeString(target, Pem.encode(KeyType.EC_P256.generate().getPrivate()));
		}
		else if ("binary".equals(content)) {
			Files.write(target, new byte[] { (byte) 0xc3, 0, (byte) 0xff });
		}
		else if ("huge".equals(content)) {
			Files.write(target, new byte[1024 * 1024 + 1]);
		}
		else if (content != null) {
			Files.writeString(target, content);
		}
		run(wanted(SHOP), wanted(blog));
		assertThat(stored(SHOP)).isNull();
		assertThat(stored(blog)).isNotNull();
		assertRefused("WARN", reason);
		List<String> key = former.lines().toList();
		assertThat(this.output).doesNotContain(key.get(1));
	}

	@Test
	void foldersWithoutARenewalFileAreNoLineages() throws Exception {
		this.folder.lineage("shop.test", shop());
		Files.delete(this.path.resolve("renewal/shop.test.conf"));
		this.folder.write("renewal/README", "This is not a lineage.");
		run(wanted(SHOP));
		assertThat(this.store.list("")).isEmpty();
		assertThat(this.output).doesNotContain("aken over");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			private_key.json | {"kty": "RSA"}                          | private_key.json has no account key
			private_key.json | garbled                                 | private_key.json has no account key
			private_key.json |                                         | private_key.json is missing
			private_key.json | {"kty": "oct", "k": "c2VjcmV0c2VjcmV0"} | private_key.json has no account key
			""")
	void aGarbledAccountHarmsNoCertificate(String file, String content, String reason) throws Exception {
		this.folder.lineage("shop.test", shop()).account("0a1b", ACCOUNT_KEY, URL);
		Files.delete(this.path.resolve("accounts/ca.test/dir/0a1b").resolve(file));
		if (content != null) {
			this.folder.write("accounts/ca.test/dir/0a1b/" + file, content);
		}
		run(wanted(SHOP));
		assertThat(stored(SHOP)).isNotNull();
		assertThat(this.store.list("accounts")).isEmpty();
		assertRefused("WARN", "certbot's account at " + CA + ", so a new one will be made: ");
		assertThat(this.output).contains(reason).doesNotContain("c2VjcmV0c2VjcmV0");
	}

	@Test
	void anAccountKeyWithAnotherPublicHalfIsNone() throws Exception {
		KeyPair mixed = new KeyPair(KeyType.EC_P256.generate().getPublic(), ACCOUNT_KEY.getPrivate());
		this.folder.account("0a1b", mixed, URL);
		run(wanted(SHOP));
		assertThat(this.store.list("accounts")).isEmpty();
		assertThat(this.output).contains("has no account key");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://former.test/acme/reg/17", "http://ca.test/acct/17", "nowhere", "" })
	void anAccountWhoseUrlCannotBeThatOfToday(String url) throws Exception {
		this.folder.lineage("shop.test", shop()).account("0a1b", ACCOUNT_KEY, url);
		run(wanted(SHOP));
		assertThat(account()).containsKey("key.private").doesNotContainKey("location");
		assertThat(new RenewalNotesRepository(this.store).find(CA.id(), SHOP, stored(SHOP)).details()).isEmpty();
		assertThat(this.output).contains("its URL is not there, so the CA will find it by its key");
	}

	@Test
	void ofSeveralAccountsTheOneOfTheLineageIsTaken() throws Exception {
		this.folder.lineage("a.test", CertbotFolder.SERVER, "aaaa", TestCertificates.of("a.test"))
			.lineage("shop.test", shop())
			.account("aaaa", KeyType.EC_P256.generate(), URL + "0")
			.account("0a1b", ACCOUNT_KEY, URL)
			.account("ffff", KeyType.EC_P256.generate(), URL + "1");
		run(wanted(SHOP));
		assertThat(account()).containsEntry("location", URL);
	}

	@Test
	void ofSeveralAccountsThatNobodyNamesNoneIsTaken() throws Exception {
		this.folder.account("aaaa", ACCOUNT_KEY, URL).account("bbbb", KeyType.EC_P256.generate(), URL + "0");
		run(wanted(SHOP));
		assertThat(this.store.list("accounts")).isEmpty();
		assertRefused("WARN", this.path.resolve("accounts/ca.test/dir") + " has 2 accounts, of which no lineage names "
				+ "one: set https.certbot.directory to a copy that has one of them only");
	}

	@Test
	void anAccountOfAnotherCaIsNotLookedAt() throws Exception {
		this.folder.account("0a1b", ACCOUNT_KEY, URL);
		new CertbotImport(this.path, this.store, this.clock).run(List.of(wanted(SHOP)), List.of(OTHER));
		assertThat(this.store.list("accounts")).isEmpty();
	}

	@Test
	void anotherProcessThatIsFasterWins() throws Exception {
		ServerCertificate other = shop();
		this.folder.lineage("shop.test", shop()).account("0a1b", ACCOUNT_KEY, URL);
		TestStore another = this.store.another();
		// At the last moment before this process saves, once.
		this.store.breakOn((operation) -> {
			if (operation.startsWith("save certificates")) {
				new CertificateRepository(another, this.clock, (line) -> {
				}).add(CA.id(), SHOP, other);
			}
			return false;
		});
		run(wanted(SHOP));
		this.store.mend();
		assertThat(stored(SHOP)).isEqualTo(other);
		assertThat(this.output).doesNotContain("Taken over").doesNotContain("certbot delete");
	}

	@Test
	void aStoreThatFailsIsNotHidden() {
		this.folder.lineage("shop.test", shop());
		this.store.breakOn((operation) -> operation.startsWith("save"));
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> run(wanted(SHOP)));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			nowhere   | There is no such directory.
			file      | There is no such directory.
			file/x    | There is no such directory.
			nowhere/x | There is no such directory.
			live      | It is no configuration directory of certbot: it has neither 'renewal' nor 'accounts'.
			""")
	void aDirectoryThatIsNotOfCertbot(String name, String reason) throws Exception {
		this.folder.lineage("shop.test", shop());
		Files.createFile(this.path.resolve("file"));
		assertThatExceptionOfType(InvalidCertbotDirectoryException.class)
			.isThrownBy(() -> new CertbotImport(this.path.resolve(name), this.store, this.clock)
				.run(List.of(wanted(SHOP)), List.of(CA)))
			.withMessage(reason)
			.satisfies((ex) -> assertThat(ex.getAction()).contains("/etc/letsencrypt").endsWith("or leave it out."));
	}

	private void run(WantedImport... wanted) throws InvalidCertbotDirectoryException {
		new CertbotImport(this.path, this.store, this.clock).run(List.of(wanted), List.of(CA));
	}

	private void assertRefused(String level, String text) {
		assertThat(this.output.toString().lines().filter((line) -> line.contains("Not taken over: "))).singleElement()
			.satisfies((line) -> assertThat(line).contains(level).contains(text));
	}

	private ServerCertificate stored(CertificateSpec spec) {
		return certificates().find(CA.id(), spec);
	}

	private String version(CertificateSpec spec) {
		return certificates().version(CA.id(), spec);
	}

	private CertificateRepository certificates() {
		return new CertificateRepository(this.store, this.clock, (line) -> {
		});
	}

	private Map<String, String> account() {
		return StoreRecord.decode(this.store.load(this.store.list("accounts").get(0)).content());
	}

	private static String key(String kind, CertificateSpec spec) {
		return StoreKeys.of(kind, CA.id(), spec);
	}

	private static WantedImport wanted(CertificateSpec spec) {
		return new WantedImport(spec, "https.certificates." + spec.id().name() + ".domains");
	}

	private static ServerCertificate shop() {
		return TestCertificates.of("shop.test", "www.shop.test");
	}

	private static ServerCertificate valid(int days, String... names) {
		Instant end = TestClock.START.plus(Duration.ofDays(days));
		return TestCertificates.of(KeyType.EC_P256, end.minus(Duration.ofDays(90)), end, names);
	}

}
