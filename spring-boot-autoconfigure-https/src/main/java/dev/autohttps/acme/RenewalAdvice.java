package dev.autohttps.acme;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Supplier;

import dev.autohttps.acme.CaProvider.LastAnswer;
import dev.autohttps.certificate.RenewalInfo;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.connector.Connection;
import org.shredzone.acme4j.connector.Resource;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.toolbox.JSON;

/**
 * Asks a CA when it wants a certificate to be renewed (ACME Renewal Information, RFC
 * 9773), for which nobody needs an account.
 */
final class RenewalAdvice {

	private static final Duration SOONEST = Duration.ofMinutes(1);

	private static final Duration LATEST = Duration.ofDays(1);

	private static final Duration USUAL = Duration.ofHours(6);

	private final Supplier<LastAnswer> last;

	private final InstantSource clock;

	RenewalAdvice(Supplier<LastAnswer> last, InstantSource clock) {
		this.last = last;
		this.clock = clock;
	}

	/**
	 * Ask about a certificate.
	 * @return what the CA says, or {@code null} if it says nothing about renewals or does
	 * not know the certificate
	 */
	@Nullable RenewalInfo about(X509Certificate certificate, Session session) throws AcmeException {
		URL resource = session.resourceUrlOptional(Resource.RENEWAL_INFO).orElse(null);
		String identifier = RenewalIdentifier.of(certificate);
		if (resource == null || identifier == null) {
			return null;
		}
		URL location = location(resource, identifier);
		try (Connection connection = session.connect()) {
			connection.sendRequest(location, session, null);
			return read(connection.readJsonResponse());
		}
		catch (AcmeException ex) {
			if (this.last.get().isGone(Set.of(location.toString()))) {
				return null;
			}
			throw ex;
		}
	}

	private RenewalInfo read(JSON json) throws AcmeException {
		JSON window = json.get("suggestedWindow").asObject();
		Instant start = window.get("start").asInstant();
		Instant end = window.get("end").asInstant();
		if (!end.isAfter(start)) {
			throw new AcmeException("a window for the renewal that ends before it starts");
		}
		return new RenewalInfo(start, end, explanation(json), askAgain());
	}

	/**
	 * What a CA asks for by mistake must neither burden it nor keep its next word from
	 * us.
	 */
	private Instant askAgain() {
		Instant now = this.clock.instant();
		Instant wanted = this.last.get().retryAfter();
		if (wanted == null) {
			return now.plus(USUAL);
		}
		if (wanted.isBefore(now.plus(SOONEST))) {
			return now.plus(SOONEST);
		}
		return wanted.isAfter(now.plus(LATEST)) ? now.plus(LATEST) : wanted;
	}

	/**
	 * People will be shown it as a link.
	 */
	private static @Nullable String explanation(JSON json) {
		try {
			String text = json.get("explanationURL").optional().map(JSON.Value::asString).orElse("");
			String scheme = new URI(text).getScheme();
			return ("https".equals(scheme) || "http".equals(scheme)) ? text : null;
		}
		catch (URISyntaxException ex) {
			return null;
		}
	}

	private static URL location(URL resource, String identifier) throws AcmeException {
		String base = resource.toExternalForm();
		try {
			return URI.create((base.endsWith("/") ? base : base + "/") + identifier).toURL();
		}
		catch (MalformedURLException | IllegalArgumentException ex) {
			throw new AcmeException("no URL where renewals are spoken of", ex);
		}
	}

}
