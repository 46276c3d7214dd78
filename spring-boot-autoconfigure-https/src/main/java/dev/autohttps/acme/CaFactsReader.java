package dev.autohttps.acme;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

import dev.autohttps.certificate.IssuanceException;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Metadata;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.toolbox.JSON;

/**
 * Reads the directory of a CA past acme4j's session, so that a stalled answer holds up
 * nobody who is obtaining a certificate.
 */
final class CaFactsReader {

	private final AcmeServer server;

	private final AccountSettings settings;

	private final AcmeAccounts accounts;

	private final CaProvider provider;

	private final InstantSource clock;

	CaFactsReader(AcmeServer server, AccountSettings settings, AcmeAccounts accounts, CaProvider provider,
			InstantSource clock) {
		this.server = server;
		this.settings = settings;
		this.accounts = accounts;
		this.provider = provider;
		this.clock = clock;
	}

	CaFacts read() throws IssuanceException {
		try {
			HttpResponse<String> response = this.provider.createHttpClient(new NetworkSettings())
				.send(HttpRequest.newBuilder(this.server.directory()).build(), BodyHandlers.ofString());
			if (response.statusCode() != 200) {
				throw new AcmeException("HTTP status " + response.statusCode());
			}
			Metadata meta = new Metadata(JSON.parse(response.body())
				.get("meta")
				.optional()
				.map(JSON.Value::asObject)
				.orElseGet(JSON::empty));
			return new CaFacts(meta.getCaaIdentities().stream().toList(), meta.isExternalAccountRequired(),
					this.settings.binding() != null, meta.getTermsOfService().orElse(null),
					this.settings.termsOfServiceAgreed(), this.accounts.location(), clockAhead(response));
		}
		catch (IOException ex) {
			throw failure(new AcmeNetworkException(ex));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw failure(new AcmeException("nobody waits for it any more", ex));
		}
		catch (AcmeException | RuntimeException ex) {
			throw failure(ex);
		}
	}

	private IssuanceException failure(Exception ex) {
		return new AcmeFailures(this.server.toString()).of(ex, null);
	}

	private @Nullable Duration clockAhead(HttpResponse<?> response) {
		try {
			return response.headers()
				.firstValue("Date")
				.map((date) -> Duration.between(
						ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant(),
						this.clock.instant()))
				.orElse(null);
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

}
