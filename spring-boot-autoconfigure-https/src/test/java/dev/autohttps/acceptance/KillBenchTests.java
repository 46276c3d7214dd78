package dev.autohttps.acceptance;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.net.ssl.SSLParameters;

import dev.autohttps.certificate.Issuance.Step;
import dev.autohttps.certificate.StoreRecord;
import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.Fault;
import dev.autohttps.test.FaultyAnswer;
import dev.autohttps.test.FaultyProxy;
import dev.autohttps.test.Pebble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The process is killed again and again at random moments of issuances and renewals, over
 * one store: 12 times in the suite, and 200 times with {@code -Dhttps.bench=full}.
 */
@EnabledIfPebble
@Tag("acceptance")
@Tag("bench")
class KillBenchTests {

	private static final int KILLS = "full".equals(System.getProperty("https.bench")) ? 200 : 12;

	private static final Pattern ORDER = Pattern.compile("Added order \"([^\"]*)\" to the db");

	private static final Pattern CERTIFICATE = Pattern.compile("Issued certificate serial (\\S+) for order (\\S+)");

	private static final Pattern REFUSED = Pattern.compile("set INVALID by completed challenge");

	@TempDir
	Path directory;

	@Test
	void nothingIsLostAndNothingIsOrderedForNothing() throws Exception {
		long begun = System.nanoTime();
		Path log = this.directory.resolve("pebble.log");
		try (Pebble pebble = Pebble.builder()
			.logTo(log)
			.retryAfter(0, 0)
			.profile("short", Duration.ofSeconds(20))
			.profile("medium", Duration.ofSeconds(30))
			.profile("long", Duration.ofSeconds(45))
			.start(); FaultyProxy proxy = FaultyProxy.before(pebble)) {
			// What Pebble suggests of its own accord is meant for lives of months.
			proxy.fault(Fault.answer(FaultyAnswer.problem(404, "malformed", "no advice"))
				.at("GET /draft-ietf-acme-ari-03/renewalInfo/"));
			Path store = this.directory.resolve("store");
			KillBench bench = new KillBench(store,
					RunningApplication.properties(pebble, store, properties(pebble, proxy)), new Random());
			for (int i = 0; i < KILLS; i++) {
				bench.startAndKill();
			}
			long killed = System.nanoTime();
			try (ChildProcess process = bench.start()) {
				assertEachIsServed(pebble);
				assertThat(process.output()).noneMatch((line) -> line.contains("ERROR"));
				process.close();
				bench.seen(process);
			}
			pebble.activity();
			Account account = new Account(Files.readString(log), bench);
			System.out.printf(Locale.ROOT,
					"Kills: %d in %.0f s, steps %s, %d certificates issued, %d orders, %d unresumable, "
							+ "%d refused while nobody answered, %d under way, %d lost, %d garbled%n",
					KILLS, (killed - begun) / 1e9, bench.steps(), account.issued.size(), account.orders.size(),
					account.unresumable().size(), account.refused().size(), account.underWay.size(),
					account.lost().size(), bench.store().list("set-aside").size());
			assertThat(account.lost()).isEmpty();
			assertThat(bench.history().replacedTooEarly()).isZero();
			assertThat(account.unresumable())
				.hasSizeLessThanOrEqualTo(bench.steps().getOrDefault(Step.KEY_MADE.name(), 0));
			assertThat(account.refused()).hasSizeLessThanOrEqualTo(account.refusals);
			assertThat(pebble.accountsMade()).isOne();
			assertNothingIsGarbled(bench);
		}
	}

	private static String[] properties(Pebble pebble, FaultyProxy proxy) {
		List<String> properties = new ArrayList<>(
				List.of("server.port=" + pebble.tlsPort(), "https.acme.server=" + proxy.directoryUrl(),
						"https.certificates.a.domains=a.test,www.a.test", "https.certificates.a.profile=short",
						"https.certificates.a.key-types=ec-p256,rsa-2048", "https.certificates.b.domains=b.test",
						"https.certificates.b.profile=medium", "https.certificates.c.domains=c.test",
						"https.certificates.c.profile=long", "https.default-certificate=a"));
		for (String limit : List.of("new-accounts", "new-orders", "certificates", "failed-validations")) {
			properties.add("https.acme.limits." + limit + ".count=100000");
			properties.add("https.acme.limits." + limit + ".period=1h");
		}
		return properties.toArray(String[]::new);
	}

	private static void assertEachIsServed(Pebble pebble) {
		TlsClient client = TlsClient.trusting(pebble.root());
		Await.until("each certificate is served and valid", Duration.ofSeconds(120), () -> {
			for (String name : List.of("a.test", "www.a.test", "b.test", "c.test")) {
				client.connect(pebble.tlsPort(), name).close();
			}
			try (TlsClient.Connection old = client.connect(pebble.tlsPort(), "a.test", KillBenchTests::rsaOnly)) {
				X509Certificate certificate = old.certificate();
				return certificate.getPublicKey().getAlgorithm().equals("RSA");
			}
		});
	}

	private static void rsaOnly(SSLParameters parameters) {
		parameters.setEndpointIdentificationAlgorithm("HTTPS");
		parameters.setProtocols(new String[] { "TLSv1.2" });
		parameters.setCipherSuites(new String[] { "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256" });
	}

	private static void assertNothingIsGarbled(KillBench bench) {
		assertThat(bench.store().list("set-aside")).isEmpty();
		assertThat(bench.store().list("probe")).hasSizeLessThanOrEqualTo(11);
		assertThat(bench.halfWritten()).hasSizeLessThan(10);
		assertThat(bench.store().list("accounts")).hasSize(1);
		for (String key : bench.store().list("")) {
			byte[] content = bench.store().load(key).content();
			if (key.endsWith(".properties")) {
				assertThat(StoreRecord.decode(content)).as(key).isNotEmpty();
			}
			if (key.startsWith("budget/")) {
				assertThat(StoreRecord.decode(content).values()).as(key).allSatisfy(Instant::parse);
			}
		}
		assertThat(bench.store().list("budget")).isNotEmpty();
	}

	/**
	 * What the CA did, held against what was ever stored.
	 */
	private static final class Account {

		final Set<String> orders = new HashSet<>();

		final Map<String, BigInteger> issued = new HashMap<>();

		final Set<String> underWay;

		final int refusals;

		private final StoreHistory history;

		Account(String log, KillBench bench) {
			each(ORDER, log, (order) -> this.orders.add(order.group(1)));
			each(CERTIFICATE, log,
					(certificate) -> this.issued.put(certificate.group(2), new BigInteger(certificate.group(1), 16)));
			this.refusals = (int) REFUSED.matcher(log).results().count();
			this.underWay = bench.underWay()
				.stream()
				.map((state) -> state.substring(state.indexOf(',') + 1))
				.filter(this.orders::contains)
				.collect(Collectors.toSet());
			this.history = bench.history();
		}

		/**
		 * Orders of which no process could keep the URL.
		 */
		Set<String> unresumable() {
			return rest(this.history.orders());
		}

		/**
		 * Orders that were given up.
		 */
		Set<String> refused() {
			Set<String> refused = rest(this.issued.keySet());
			refused.removeAll(this.underWay);
			refused.removeAll(unresumable());
			return refused;
		}

		/**
		 * Certificates that never reached the store, and whose order nobody goes on with.
		 */
		Set<BigInteger> lost() {
			Map<String, BigInteger> lost = new HashMap<>(this.issued);
			lost.keySet().removeAll(this.underWay);
			lost.values().removeAll(this.history.serials());
			return new HashSet<>(lost.values());
		}

		private Set<String> rest(Set<String> without) {
			Set<String> rest = new HashSet<>(this.orders);
			rest.removeAll(without);
			return rest;
		}

		private static void each(Pattern pattern, String log, Consumer<MatchResult> found) {
			pattern.matcher(log).results().forEach(found);
		}

	}

}
