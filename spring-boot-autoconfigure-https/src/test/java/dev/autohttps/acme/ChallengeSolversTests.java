package dev.autohttps.acme;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.autohttps.certificate.Domain;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ChallengeSolversTests {

	private static final Domain SHOP = Domain.parse("shop.example");

	@Test
	void theConfiguredOrderDecides() {
		ChallengeSolvers solvers = solvers(new TestSolver("a"), new TestSolver("b"), new TestSolver("c"));
		assertThat(types(solvers, "c", "x", "a", "c", "b")).containsExactly("c", "a", "b");
		assertThat(solvers.forDomain(Domain.parse("*.shop.example"), List.of("a", "b"))).isEmpty();
	}

	@Test
	void whatCannotBeAnsweredIsLeftOutAndCanTellWhy() {
		ChallengeSolvers solvers = solvers(new TestSolver("a", "the sky falls", null), new TestSolver("b"));
		assertThat(types(solvers, "a", "b")).containsExactly("b");
		assertThat(solvers.types()).containsExactly("b");
		assertThat(solvers.impediment("a")).isEqualTo("the sky falls");
		assertThat(solvers.impediment("b")).isNull();
		assertThat(solvers.impediment("c")).isNull();
	}

	@Test
	void lastResortsComeAfterTheRestInTheirOrder() {
		ChallengeSolvers solvers = solvers(new TestSolver("a", null, "it rains"), new TestSolver("b"),
				new TestSolver("c", null, "it snows"), new TestSolver("d"));
		assertThat(types(solvers, "c", "d", "a", "b")).containsExactly("d", "b", "c", "a");
		assertThat(solvers.types()).containsExactlyInAnyOrder("a", "b", "c", "d");
	}

	@Test
	void http01IsALastResortWhileThereIsNoPortForPlainHttp() {
		AtomicBoolean plainPort = new AtomicBoolean();
		ChallengeSolvers solvers = solvers(new Http01ChallengeSolver(plainPort::get),
				new TlsAlpn01ChallengeSolver(null));
		assertThat(types(solvers, "http-01", "tls-alpn-01")).containsExactly("tls-alpn-01", "http-01");
		assertThat(types(solvers, "http-01")).containsExactly("http-01");
		plainPort.set(true);
		assertThat(types(solvers, "http-01", "tls-alpn-01")).containsExactly("http-01", "tls-alpn-01");
		assertThat(new Http01ChallengeSolver().isLastResort()).isFalse();
	}

	@Test
	void tlsAlpn01IsLeftOutWhereItCannotBeAnswered() {
		ChallengeSolvers solvers = solvers(new Http01ChallengeSolver(), new TlsAlpn01ChallengeSolver("no TLS here"));
		assertThat(types(solvers, "tls-alpn-01", "http-01")).containsExactly("http-01");
		assertThat(solvers.impediment("tls-alpn-01")).isEqualTo("no TLS here");
	}

	@Test
	void tlsAlpn01ProvesEveryNameButAWildcard() {
		TlsAlpn01ChallengeSolver solver = new TlsAlpn01ChallengeSolver(null);
		assertThat(solver.type()).isEqualTo("tls-alpn-01");
		assertThat(solver.proves(SHOP)).isTrue();
		assertThat(solver.proves(Domain.parse("192.0.2.1"))).isTrue();
		assertThat(solver.proves(Domain.parse("*.shop.example"))).isFalse();
	}

	private static ChallengeSolvers solvers(ChallengeSolver... solvers) {
		return new ChallengeSolvers(Arrays.asList(solvers));
	}

	private static List<String> types(ChallengeSolvers solvers, String... configured) {
		return solvers.forDomain(SHOP, List.of(configured)).stream().map(ChallengeSolver::type).toList();
	}

}
