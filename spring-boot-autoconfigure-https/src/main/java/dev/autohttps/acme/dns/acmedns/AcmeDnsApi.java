package dev.autohttps.acme.dns.acmedns;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import dev.autohttps.acme.dns.DnsRecordsException;
import dev.autohttps.acme.dns.TxtRecord;
import dev.autohttps.certificate.Line;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.toolbox.JSON;
import org.shredzone.acme4j.toolbox.JSONBuilder;

/**
 * The HTTP API of an acme-dns server.
 */
final class AcmeDnsApi {

	private final AcmeDnsSettings settings;

	private final AcmeDnsFailures failures;

	private final BoundedExchange exchange;

	AcmeDnsApi(AcmeDnsSettings settings) {
		this.settings = settings;
		this.failures = new AcmeDnsFailures(settings);
		// Where a redirect leads, credentials are not for.
		this.exchange = new BoundedExchange(HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.followRedirects(Redirect.NEVER)
			.connectTimeout(settings.timeout())
			.build(), settings.timeout());
	}

	/**
	 * Register an account.
	 * @param challengeName the name that it will be for, for messages
	 * @return the account
	 */
	AcmeDnsAccount register(String challengeName) throws DnsRecordsException, InterruptedException {
		String task = "register an account for " + challengeName;
		HttpResponse<byte[]> answer = send(request("/register").POST(BodyPublishers.noBody()).build(), task);
		if (answer.statusCode() != 201 && answer.statusCode() != 200) {
			throw this.failures.registration(task, answer.statusCode(), error(answer), location(answer));
		}
		AcmeDnsAccount account = AcmeDnsAccount.of(content(answer));
		if (account == null) {
			// It may be that a password is in it.
			throw this.failures.foreign(task, "status " + answer.statusCode() + " and no account");
		}
		return account;
	}

	/**
	 * Write a value in place of the older one of the two that an account has.
	 * @param account the account
	 * @param value the value
	 * @param challengeName the name that it is for, for messages
	 * @param remedy what to do if the account is not accepted
	 */
	void update(AcmeDnsAccount account, String value, String challengeName, String remedy)
			throws DnsRecordsException, InterruptedException {
		String task = "publish a value for " + challengeName;
		String body = new JSONBuilder().put("subdomain", account.subdomain()).put("txt", value).toString();
		HttpResponse<byte[]> answer = send(request("/update").header("X-Api-User", account.username())
			.header("X-Api-Key", account.password())
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(body))
			.build(), task);
		String error = error(answer).replace(account.password(), "***");
		if (answer.statusCode() != 200) {
			throw this.failures.update(task, answer.statusCode(), error, location(answer), remedy);
		}
		if (!value.equals(content(answer).get("txt"))) {
			throw this.failures.foreign(task, "status 200 and '" + error + "'");
		}
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(this.settings.resolve(path))
			.timeout(this.settings.timeout())
			.header("Accept", "application/json");
	}

	private HttpResponse<byte[]> send(HttpRequest request, String task)
			throws DnsRecordsException, InterruptedException {
		try {
			return this.exchange.send(request);
		}
		catch (IOException ex) {
			throw this.failures.of(task, ex);
		}
	}

	/**
	 * Return what the server says is wrong, in its words.
	 */
	private static String error(HttpResponse<byte[]> answer) {
		Object error = content(answer).get("error");
		return Line.of((error instanceof String text) ? text : text(answer));
	}

	private static String location(HttpResponse<byte[]> answer) {
		return Line.of(answer.headers().firstValue("Location").orElse("nowhere"));
	}

	private static Map<String, Object> content(HttpResponse<byte[]> answer) {
		try {
			return JSON.parse(text(answer)).toMap();
		}
		catch (AcmeProtocolException ex) {
			return Map.of();
		}
	}

	private static String text(HttpResponse<byte[]> answer) {
		return new String(answer.body(), StandardCharsets.UTF_8);
	}

}
