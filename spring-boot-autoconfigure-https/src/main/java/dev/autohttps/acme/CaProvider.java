package dev.autohttps.acme;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Objects;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.provider.GenericAcmeProvider;
import org.shredzone.acme4j.toolbox.JSON;

/**
 * Connects acme4j to the CA through our own client, keeps what it drops (the
 * {@code Retry-After} of errors), and does not ask for the directory before each request.
 */
final class CaProvider extends GenericAcmeProvider {

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	/**
	 * No limit of a CA lasts longer. More would be a mistake, perhaps of something that
	 * only stands before it, and end the renewals for good.
	 */
	private static final Duration LONGEST_WAIT = Duration.ofDays(7);

	private static final Duration DIRECTORY_AGE = Duration.ofHours(1);

	private final Supplier<@Nullable SSLContext> trust;

	private final InstantSource clock;

	private final CaTraffic traffic;

	private final ThreadLocal<LastAnswer> last = new ThreadLocal<>();

	private volatile Instant directoryRead = Instant.EPOCH;

	CaProvider(Supplier<@Nullable SSLContext> trust, InstantSource clock, CaTraffic traffic) {
		this.trust = trust;
		this.clock = clock;
		this.traffic = traffic;
	}

	/**
	 * Return what the CA last told this thread beside the body.
	 */
	LastAnswer lastAnswer() {
		return Objects.requireNonNullElse(this.last.get(), LastAnswer.NONE);
	}

	/**
	 * Forget what the CA said before.
	 */
	void startExchange() {
		this.last.remove();
	}

	@Override
	public HttpClient createHttpClient(NetworkSettings settings) {
		HttpClient.Builder builder = HttpClient.newBuilder()
			.connectTimeout(CONNECT_TIMEOUT)
			.followRedirects(Redirect.NORMAL);
		SSLContext context = this.trust.get();
		if (context != null) {
			builder.sslContext(context);
		}
		return new CaHttpClient(builder.build(), TIMEOUT, this::observe, this.traffic);
	}

	@Override
	public @Nullable JSON directory(Session session, URI serverUri) throws AcmeException {
		Instant now = this.clock.instant();
		if (session.hasDirectory() && now.isBefore(this.directoryRead.plus(DIRECTORY_AGE))) {
			return null;
		}
		JSON directory = super.directory(session, serverUri);
		this.directoryRead = now;
		return directory;
	}

	private void observe(HttpResponse<?> response) {
		Instant until = response.headers()
			.firstValue("Retry-After")
			.map((header) -> parse(header, response.headers().firstValue("Date").orElse(null)))
			.map(this::bounded)
			.orElse(null);
		this.last.set(new LastAnswer(response.request().uri(), response.statusCode(), until));
	}

	private Instant bounded(Instant until) {
		Instant latest = this.clock.instant().plus(LONGEST_WAIT);
		return until.isAfter(latest) ? latest : until;
	}

	/**
	 * What is counted is the time from now on, by our own clock: the CA's may differ.
	 */
	private @Nullable Instant parse(String header, @Nullable String date) {
		Instant now = this.clock.instant();
		try {
			if (header.matches("\\d{1,9}")) {
				return now.plusSeconds(Long.parseLong(header));
			}
			Instant until = date(header);
			return (date != null) ? now.plus(Duration.between(date(date), until)) : until;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	private static Instant date(String header) {
		return ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
	}

	/**
	 * What acme4j drops of an answer.
	 *
	 * @param uri what was asked for, or {@code null} if there was no answer
	 * @param status the status code, 0 if there was no answer
	 * @param retryAfter until when the CA asked to be left alone, or {@code null} if it
	 * did not
	 */
	record LastAnswer(@Nullable URI uri, int status, @Nullable Instant retryAfter) {

		static final LastAnswer NONE = new LastAnswer(null, 0, null);

		/**
		 * Whether the CA does not know one of these, and never will again.
		 */
		boolean isGone(Collection<String> urls) {
			return (this.status == 404 || this.status == 410) && urls.contains(String.valueOf(this.uri));
		}

	}

}
