package dev.autohttps.acme;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.autohttps.certificate.Domain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class ChallengeSolversTests {

	private static final List<String> HTTP_FIRST = List.of("http-01", "tls-alpn-01");

	private static final List<String> TLS_FIRST = List.of("tls-alpn-01", "http-01");

	private final Domain domain = Domain.parse("shop.example");

	@Test
	void theOrderIsTheOneThatIsConfigured() {
		ChallengeSolvers solvers = solvers(new TlsAlpn01ChallengeSolver(null), new Http01ChallengeSolver());
		assertThat(solvers.forDomain(this.domain, HTTP_FIRST)).extracting(ChallengeSolver::type)
			.containsExactly("http-01", "tls-alpn-01");
		assertThat(solvers.forDomain(this.domain, TLS_FIRST)).extracting(ChallengeSolver::type)
			.containsExactly("tls-alpn-01", "http-01");
	}

	@Test
	void aTypeThatIsNotConfiguredIsNotTried() {
		ChallengeSolvers solvers = solvers(new TlsAlpn01ChallengeSolver(null), new Http01ChallengeSolver());
		assertThat(solvers.forDomain(this.domain, List.of("http-01", "dns-01"))).extracting(ChallengeSolver::type)
			.containsExactly("http-01");
	}

	@Test
	void ofTheSolversForATypeTheFirstIsAskedThatNothingIsInTheWayOf() {
		ChallengeSolver first = new TlsAlpn01ChallengeSolver(null);
		ChallengeSolvers solvers = solvers(first, new TlsAlpn01ChallengeSolver("port 443 is not ours"));
		assertThat(solvers.forDomain(this.domain, List.of("tls-alpn-01"))).containsExactly(first);
		solvers = solvers(new TlsAlpn01ChallengeSolver("port 443 is not ours"), first,
				new TlsAlpn01ChallengeSolver(null));
		assertThat(solvers.forDomain(this.domain, List.of("tls-alpn-01"))).containsExactly(first);
	}

	@Test
	void aTypeThatIsConfiguredTwiceIsTriedOnce() {
		assertThat(solvers(new Http01ChallengeSolver()).forDomain(this.domain, List.of("http-01", "http-01")))
			.hasSize(1);
	}

	@Test
	void withoutAPlainPortHttp01ComesLast() {
		AtomicBoolean plainPort = new AtomicBoolean();
		ChallengeSolvers solvers = solvers(new Http01ChallengeSolver(plainPort::get),
				new TlsAlpn01ChallengeSolver(null));
		assertThat(solvers.forDomain(this.domain, HTTP_FIRST)).extracting(ChallengeSolver::type)
			.containsExactly("tls-alpn-01", "http-01");
		plainPort.set(true);
		assertThat(solvers.forDomain(this.domain, HTTP_FIRST)).extracting(ChallengeSolver::type)
			.containsExactly("http-01", "tls-alpn-01");
	}

	@Test
	void thatHttp01ComesLastAndWhyIsSaidOnceAndOnlyIfItWasConfiguredOtherwise(CapturedOutput output) {
		ChallengeSolvers solvers = solvers(new Http01ChallengeSolver(() -> false), new TlsAlpn01ChallengeSolver(null));
		solvers.forDomain(this.domain, TLS_FIRST);
		solvers.forDomain(this.domain, List.of("http-01"));
		assertThat(output).doesNotContain("is tried after all others");
		for (int i = 0; i < 3; i++) {
			solvers.forDomain(this.domain, HTTP_FIRST);
		}
		assertThat(output).containsOnlyOnce(
				"http-01 is tried after all others: this application has no port for it, so only a proxy can pass on");
	}

	@Test
	void whatHasAnImpedimentIsLeftOutAndThatIsSaidOnce(CapturedOutput output) {
		ChallengeSolvers solvers = solvers(new Http01ChallengeSolver(),
				new TlsAlpn01ChallengeSolver("port 443 is not ours"));
		for (int i = 0; i < 3; i++) {
			assertThat(solvers.forDomain(this.domain, HTTP_FIRST)).extracting(ChallengeSolver::type)
				.containsExactly("http-01");
		}
		assertThat(output).containsOnlyOnce("tls-alpn-01 is not tried: port 443 is not ours");
		assertThat(solvers.types()).containsExactly("http-01");
		assertThat(solvers.impediment("tls-alpn-01")).isEqualTo("port 443 is not ours");
		assertThat(solvers.impediment("http-01")).isNull();
		assertThat(solvers.impediment("dns-01")).isNull();
	}

	@Test
	void nothingIsSaidOfATypeThatIsNotConfiguredOrDoesNotFit(CapturedOutput output) {
		ChallengeSolvers solvers = solvers(new TlsAlpn01ChallengeSolver("port 443 is not ours"));
		assertThat(solvers.forDomain(this.domain, List.of("http-01"))).isEmpty();
		assertThat(solvers.forDomain(Domain.parse("*.shop.example"), HTTP_FIRST)).isEmpty();
		assertThat(output).doesNotContain("is not tried");
	}

	@Test
	void beforeThePortsAreOpenNothingIsSaidOfTheOrder(CapturedOutput output) {
		ChallengeSolvers solvers = solvers(new Http01ChallengeSolver(() -> false), new TlsAlpn01ChallengeSolver(null));
		assertThat(solvers.canProve(this.domain, HTTP_FIRST)).isTrue();
		assertThat(solvers.canProve(Domain.parse("*.shop.example"), HTTP_FIRST)).isFalse();
		assertThat(output).doesNotContain("is tried after all others");
	}

	@Test
	void aHostOrAnAddressIsProvenByTlsButNoWildcard() {
		ChallengeSolver solver = new TlsAlpn01ChallengeSolver(null);
		assertThat(solver.proves(this.domain)).isTrue();
		assertThat(solver.proves(Domain.parse("192.0.2.1"))).isTrue();
		assertThat(solver.proves(Domain.parse("*.shop.example"))).isFalse();
	}

	private static ChallengeSolvers solvers(ChallengeSolver... solvers) {
		return new ChallengeSolvers(List.of(solvers));
	}

}
