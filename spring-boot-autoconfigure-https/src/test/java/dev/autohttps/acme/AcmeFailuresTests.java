package dev.autohttps.acme;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.time.Instant;

import javax.net.ssl.SSLHandshakeException;

import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.IssuanceException;
import org.junit.jupiter.api.Test;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeNetworkException;

import static org.assertj.core.api.Assertions.assertThat;

class AcmeFailuresTests {

	private final AcmeFailures failures = new AcmeFailures("https://ca.example/directory");

	@Test
	void aRefusedConnectionIsCalledOne() {
		assertThat(
				network(caused(new ConnectException(), caused(new ConnectException(), new ClosedChannelException()))))
			.isEqualTo("https://ca.example/directory cannot be reached: the connection was refused");
	}

	@Test
	void whatTheSystemSaysIsPassedOn() {
		assertThat(network(
				caused(new ConnectException("No route to host"), new NoRouteToHostException("No route to host"))))
			.endsWith("cannot be reached: No route to host");
		assertThat(network(new HttpTimeoutException("no complete answer within 30 s from ca.example")))
			.endsWith("cannot be reached: no complete answer within 30 s from ca.example");
	}

	@Test
	void aNameThatIsNotKnownIsCalledOne() {
		assertThat(network(caused(new ConnectException(), new UnresolvedAddressException())))
			.endsWith("cannot be reached: its name cannot be resolved");
	}

	@Test
	void aCaThatIsNotTrustedIsToldWithTheRemedy() {
		assertThat(network(caused(new SSLHandshakeException("PKIX path building failed"),
				new CertPathBuilderException("unable to find valid certification path"))))
			.contains("its certificate is not trusted")
			.contains("https.acme.ssl.bundle");
	}

	@Test
	void anAnswerThatIsNoAcmePassesAndKeepsTheMomentThatTheCaNamed() {
		Instant later = Instant.parse("2026-11-23T00:00:00Z");
		IssuanceException failure = this.failures.of(new AcmeException("HTTP 503"), later);
		assertThat(failure.getKind()).isEqualTo(FailureKind.UNAVAILABLE);
		assertThat(failure.getRetryAfter()).isEqualTo(later);
		assertThat(failure.isOrderSpoiled()).isFalse();
	}

	private String network(IOException cause) {
		IssuanceException failure = this.failures.of(new AcmeNetworkException(cause), null);
		assertThat(failure.getKind()).isEqualTo(FailureKind.UNAVAILABLE);
		return failure.getMessage();
	}

	private static <T extends Throwable> T caused(T thrown, Throwable cause) {
		thrown.initCause(cause);
		return thrown;
	}

}
