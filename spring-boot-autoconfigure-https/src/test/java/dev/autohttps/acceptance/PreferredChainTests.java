package dev.autohttps.acceptance;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.autohttps.acme.OrderSettings;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.Issuance.Step;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.Fault;
import dev.autohttps.test.FaultyAnswer;
import dev.autohttps.test.FaultyProxy;
import dev.autohttps.test.Pebble;
import dev.autohttps.test.ProxiedRequest;
import org.junit.jupiter.api.AfterAll;
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
 * A CA with several chains for one certificate.
 */
@EnabledIfPebble
@Tag("acceptance")
@ExtendWith(OutputCaptureExtension.class)
class PreferredChainTests {

	private static final String NONE = "The CA has no chain to";

	private static Pebble pebble;

	private static FaultyProxy proxy;

	private static OrderBench bench;

	@BeforeAll
	static void startPebble() throws Exception {
		pebble = Pebble.builder()
			.alternateRoots(2)
			.chainLength(2)
			.reusedAuthorizations(100)
			.rejectedNonces(0)
			.retryAfter(0, 0)
			.start();
		proxy = FaultyProxy.before(pebble);
		bench = new OrderBench(proxy.directoryUrl(), proxy.trustPem()).answeringHttp("127.0.0.1", pebble.httpPort());
	}

	@AfterAll
	static void stopPebble() throws Exception {
		bench.close();
		proxy.close();
		pebble.close();
	}

	@BeforeEach
	void heal() {
		proxy.heal();
	}

	@Test
	void theCaChoosesByDefaultAndNoOtherChainIsDownloaded() throws Exception {
		int before = downloads();
		assertThat(root(obtain(null))).isEqualTo(name(pebble.root(0)));
		assertThat(downloads() - before).isOne();
	}

	@Test
	void theChainToTheNamedRootIsServed(CapturedOutput output) throws Exception {
		for (int i = 0; i < 3; i++) {
			Issuance issued = obtain(commonName(pebble.root(i)));
			assertThat(root(issued)).isEqualTo(name(pebble.root(i)));
			assertThat(OrderBench.certificate(issued).names()).containsExactly("chain.test");
			issued.chain().get(issued.chain().size() - 1).verify(pebble.root(i).getPublicKey());
		}
		assertThat(output).doesNotContain(NONE);
	}

	@Test
	void theNameMayBeThatOfAnIntermediateAndOfAnyCase(CapturedOutput output) throws Exception {
		String intermediate = commonName(obtain(null).chain().get(1)).toUpperCase();
		assertThat(commonName(obtain(intermediate).chain().get(1))).isEqualToIgnoringCase(intermediate);
		assertThat(output).doesNotContain(NONE);
	}

	@Test
	void aNameThatNoChainHasIsAnsweredByThoseThatThereAre(CapturedOutput output) throws Exception {
		assertThat(root(obtain("ISRG Root X1"))).isEqualTo(name(pebble.root(0)));
		assertThat(output).containsOnlyOnce(NONE + " 'ISRG Root X1' (https.acme.preferred-chain)");
		for (int i = 0; i < 3; i++) {
			assertThat(output).contains("'" + commonName(pebble.root(i)) + "'");
		}
	}

	@Test
	void aChainThatCannotBeDownloadedIsTriedAgainForAWhileAndThenPassedOver(CapturedOutput output) throws Exception {
		bench.with(new OrderSettings(commonName(pebble.root(1)), true));
		Issuance finalized = bench.runUntil(Step.FINALIZED, OrderBench.begin("chain.test"));
		assertThat(root(bench.run(finalized))).isEqualTo(name(pebble.root(1)));
		proxy.fault(Fault.answer(FaultyAnswer.page(503)).at(lastDownload()));
		IssuanceException failure = catchThrowableOfType(IssuanceException.class, () -> bench.run(finalized));
		assertThat(failure.getKind()).isEqualTo(FailureKind.UNAVAILABLE);
		assertThat(failure.isOrderSpoiled()).isFalse();
		Map<String, String> details = new HashMap<>(finalized.details());
		details.put("since", Instant.now().minus(Duration.ofMinutes(11)).toString());
		assertThat(root(bench.run(finalized.with(details)))).isEqualTo(name(pebble.root(0)));
		assertThat(output).contains("cannot be downloaded").contains(NONE);
	}

	private static Issuance obtain(String preferred) throws Exception {
		return bench.with(new OrderSettings(preferred, true)).run(OrderBench.begin("chain.test"));
	}

	private static int downloads() {
		return (int) proxy.requests().stream().filter((one) -> one.kind().startsWith("POST /certZ/")).count();
	}

	private static String lastDownload() {
		List<ProxiedRequest> requests = proxy.requests();
		return requests.get(requests.size() - 1).kind();
	}

	private static String root(Issuance issued) {
		return issued.chain().get(issued.chain().size() - 1).getIssuerX500Principal().getName();
	}

	private static String name(X509Certificate certificate) {
		return certificate.getSubjectX500Principal().getName();
	}

	private static String commonName(X509Certificate certificate) {
		return name(certificate).replaceFirst("^.*CN=([^,]*).*$", "$1");
	}

}
