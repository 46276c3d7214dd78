package dev.autohttps.acme;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.MalformedURLException;
import java.net.NoRouteToHostException;
import java.net.URL;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.time.Instant;

import javax.net.ssl.SSLHandshakeException;

import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.IssuanceException;
import org.junit.jupiter.api.Test;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.shredzone.acme4j.toolbox.JSON;

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
	void aConnectionThatEndsTooSoonIsCalledOne() {
		assertThat(network(caused(new IOException("fixed content-length: 9, bytes received: 4"),
				new EOFException("EOF reached while reading"))))
			.endsWith("cannot be reached: the connection ended before the answer did");
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
			.contains("cannot be reached: its name cannot be resolved", "https.acme.server", "DNS");
	}

	@Test
	void aCaThatIsNotTrustedIsToldWithTheRemedy() {
		assertThat(network(caused(new SSLHandshakeException("PKIX path building failed"),
				new CertPathBuilderException("unable to find valid certification path"))))
			.contains("its certificate is not trusted")
			.contains("https.acme.ssl.bundle");
	}

	@Test
	void aCertificateThatHasExpiredIsToldWithWhatMayBeWrong() {
		assertThat(network(
				caused(new SSLHandshakeException("validation failed"), new CertificateExpiredException("NotAfter: X"))))
			.contains("its certificate is not valid now (NotAfter: X)", "the clock is wrong");
	}

	@Test
	void tooManyRequestsAreALimitWhoeverSaysSo() {
		IssuanceException page = this.failures.of(new AcmeException("HTTP 429"), null);
		assertThat(page.getKind()).isEqualTo(FailureKind.RATE_LIMITED);
		assertThat(page).hasMessageContaining("answered with status 429").hasMessageContaining("less often");
		IssuanceException nonce = this.failures
			.of(new AcmeException("Server responded with HTTP 429 while trying to retrieve a nonce"), null);
		assertThat(nonce.getKind()).isEqualTo(FailureKind.RATE_LIMITED);
		IssuanceException problem = this.failures.of(refused("""
				{"type": "about:blank", "status": 429, "title": "Too Many Requests"}"""), null);
		assertThat(problem.getKind()).isEqualTo(FailureKind.RATE_LIMITED);
	}

	@Test
	void anErrorWithoutAProblemDocumentSaysWhoIsInTrouble() {
		assertThat(this.failures.of(new AcmeException("HTTP 502"), null))
			.hasMessage("https://ca.example/directory answered with status 502 and no problem document: "
					+ "it is in trouble, which should pass");
		assertThat(this.failures.of(new AcmeException("HTTP 404"), null)).hasMessageContaining("status 404")
			.hasMessageContaining("https.acme.server is wrong")
			.hasMessageContaining("such as a proxy");
	}

	@Test
	void anAnswerOfSomebodyElseIsQuotedInOneShortLineWithTheRemedy() {
		IssuanceException failure = this.failures
			.of(new AcmeProtocolException("Bad JSON: <html>\r\n\tForged line" + "x".repeat(2000)), null);
		assertThat(failure.getKind()).isEqualTo(FailureKind.UNAVAILABLE);
		assertThat(failure.getMessage()).contains("is no ACME: Bad JSON: <html> Forged line")
			.contains("…; if that lasts, https.acme.server is wrong")
			.doesNotContain("AcmeProtocolException")
			.hasSizeLessThan(800);
		assertThat(network(new UnusableAnswerException("it is larger than 7 bytes")))
			.startsWith("https://ca.example/directory gave an answer that is no ACME: it is larger than 7 bytes");
	}

	@Test
	void aProblemIsKeptInOneShortLine() {
		IssuanceException failure = this.failures.of(refused("""
				{"type": "urn:ietf:params:acme:error:malformed", "detail": "a\\nb%s"}""".formatted("x".repeat(2000))),
				null);
		assertThat(failure.getKind()).isEqualTo(FailureKind.ACTION_REQUIRED);
		assertThat(failure.getProblem().detail()).startsWith("a b").hasSizeLessThan(600);
		assertThat(failure.getMessage()).doesNotContain("\n").hasSizeLessThan(700);
	}

	@Test
	void anAnswerThatIsNoAcmePassesAndKeepsTheMomentThatTheCaNamed() {
		Instant later = Instant.parse("2026-11-23T00:00:00Z");
		IssuanceException failure = this.failures.of(new AcmeException("HTTP 503"), later);
		assertThat(failure.getKind()).isEqualTo(FailureKind.UNAVAILABLE);
		assertThat(failure.getRetryAfter()).isEqualTo(later);
		assertThat(failure.isOrderSpoiled()).isFalse();
	}

	private static AcmeServerException refused(String json) {
		try {
			return new AcmeServerException(new Problem(JSON.parse(json), new URL("https://ca.example/new-order")));
		}
		catch (MalformedURLException ex) {
			throw new IllegalStateException(ex);
		}
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
