package dev.autohttps.acme;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import dev.autohttps.acme.CaExchange.Kind;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.toolbox.JSON;

/**
 * What a CA answered, read for the URLs that are in it.
 *
 * @param uri what was asked for
 * @param location the URL of what was made or found, or {@code null} if there is none
 * @param json the body, empty if it is none in JSON or one that tells of a problem
 * @param pem whether the body is a chain of certificates
 */
record CaAnswer(URI uri, @Nullable URI location, JSON json, boolean pem) {

	private static final String CHAIN = "-----BEGIN CERTIFICATE-----";

	/**
	 * Read an answer.
	 * @param uri what was asked for
	 * @param response the answer, whose own URL is another one after a redirect
	 * @param content its body, decompressed
	 */
	static CaAnswer of(URI uri, HttpResponse<?> response, byte[] content) {
		String type = response.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
		boolean success = response.statusCode() / 100 == 2;
		boolean json = success && type.startsWith("application/json");
		return new CaAnswer(uri, response.headers().firstValue("Location").map(uri::resolve).orElse(null),
				json ? JSON.parse(new String(content, StandardCharsets.UTF_8)) : JSON.empty(),
				success && new String(content, 0, Math.min(content.length, CHAIN.length()), StandardCharsets.US_ASCII)
					.equals(CHAIN));
	}

	/**
	 * Tell by its shape what this is, where the URL does not say it.
	 */
	Kind shape() {
		if (this.pem) {
			return Kind.CERTIFICATE;
		}
		if (has("finalize", "authorizations")) {
			return Kind.ORDER;
		}
		if (has("identifier", "challenges")) {
			return Kind.AUTHORIZATION;
		}
		return has("type", "url", "status") ? Kind.CHALLENGE : Kind.OTHER;
	}

	private boolean has(String... names) {
		return this.json.keySet().containsAll(List.of(names));
	}

	@Nullable String url(String name) {
		return this.json.get(name).map(JSON.Value::asString).orElse(null);
	}

	Stream<String> urls(String name) {
		return this.json.get(name).asArray().stream().map(JSON.Value::asString);
	}

	Stream<String> urls(String name, String member) {
		return this.json.get(name)
			.asArray()
			.stream()
			.flatMap((value) -> value.asObject().get(member).optional().stream())
			.map(JSON.Value::asString);
	}

}
