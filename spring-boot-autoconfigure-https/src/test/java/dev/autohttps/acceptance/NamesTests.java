package dev.autohttps.acceptance;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.List;

import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.Pebble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Certificates for names in other scripts and for addresses.
 */
@EnabledIfPebble
@Tag("acceptance")
class NamesTests {

	private static Pebble pebble;

	private static OrderBench bench;

	@BeforeAll
	static void startPebble() throws Exception {
		pebble = Pebble.builder().reusedAuthorizations(0).retryAfter(0, 0).start();
		bench = new OrderBench(pebble.directoryUrl(), pebble.trustPem()).answeringHttp("127.0.0.1", pebble.httpPort())
			.answeringTls("127.0.0.1", pebble.tlsPort());
		if (hasIpv6()) {
			bench.answeringHttp("::1", pebble.httpPort()).answeringTls("::1", pebble.tlsPort());
		}
	}

	@AfterAll
	static void stopPebble() throws Exception {
		bench.close();
		pebble.close();
	}

	@ParameterizedTest
	@CsvSource({ "bücher.test, xn--bcher-kva.test", "почта.test, xn--80a1acny.test", "例え.test, xn--r8jz45g.test",
			"shop.bücher.test, shop.xn--bcher-kva.test" })
	void aNameInAnotherScriptIsOrderedInAscii(String name, String expected) throws Exception {
		assertThat(obtain("http-01", name).names()).containsExactly(expected);
		assertThat(obtain("tls-alpn-01", name).names()).containsExactly(expected);
	}

	@ParameterizedTest
	@CsvSource({ "127.0.0.1, http-01", "127.0.0.1, tls-alpn-01", "::1, http-01", "::1, tls-alpn-01" })
	void anAddressIsProven(String address, String challenge) throws Exception {
		assumeTrue(address.indexOf(':') < 0 || hasIpv6(), "this machine has no IPv6");
		ServerCertificate certificate = obtain(challenge, address);
		assertThat(InetAddress.getByName(certificate.names().get(0))).isEqualTo(InetAddress.getByName(address));
	}

	@Test
	void namesAndAddressesGoTogether() throws Exception {
		assertThat(obtain("http-01", "bücher.test", "127.0.0.1", "shop.test").names())
			.containsExactlyInAnyOrder("xn--bcher-kva.test", "127.0.0.1", "shop.test");
	}

	@Test
	void theCertificateHasNoCommonNameThatNobodyAskedFor() throws Exception {
		String name = "a".repeat(60) + ".long." + "b".repeat(20) + ".test";
		ServerCertificate certificate = obtain("http-01", name);
		assertThat(certificate.names()).containsExactly(name);
		assertThat(certificate.leaf().getSubjectX500Principal().getName()).doesNotContain(name);
	}

	private static ServerCertificate obtain(String challenge, String... names) throws Exception {
		CertificateSpec spec = OrderBench.spec(names);
		return OrderBench.certificate(bench.run(Issuance
			.begin(new CertificateSpec(spec.id(), spec.domains(), null, List.of(challenge)), Instant.now())));
	}

	private static boolean hasIpv6() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
			return true;
		}
		catch (Exception ex) {
			return false;
		}
	}

}
