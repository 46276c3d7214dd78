package dev.autohttps.acceptance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.toolbox.JSON;
import org.shredzone.acme4j.toolbox.JSONBuilder;

/**
 * The API of an acme-dns server.
 */
final class AcmeDnsHttp {

	private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

	private static final String VALUE = "[A-Za-z0-9_-]{43}";

	private final AcmeDnsUsers users;

	private AcmeDnsHttp(AcmeDnsUsers users) {
		this.users = users;
	}

	/**
	 * Serve the API.
	 * @return the port
	 */
	static int start(AcmeDnsUsers users, boolean registration) throws IOException {
		AcmeDnsHttp api = new AcmeDnsHttp(users);
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.setExecutor(Executors.newCachedThreadPool());
		server.createContext("/", (exchange) -> answer(exchange, new Answer(404, "404 page not found")));
		server.createContext("/update", (exchange) -> answer(exchange, api.update(exchange)));
		if (registration) {
			server.createContext("/register", (exchange) -> answer(exchange, api.register(exchange)));
		}
		server.start();
		return server.getAddress().getPort();
	}

	private Answer register(HttpExchange exchange) throws IOException {
		String body = body(exchange);
		List<String> allowFrom = List.of();
		try {
			if (!body.isEmpty()) {
				allowFrom = JSON.parse(body).get("allowfrom").asArray().stream().map(JSON.Value::asString).toList();
			}
		}
		catch (AcmeProtocolException ex) {
			return Answer.error(400, "malformed_json_payload");
		}
		AcmeDnsUsers.Account account = this.users.register(allowFrom);
		return new Answer(201,
				new JSONBuilder().put("username", account.username())
					.put("password", account.password())
					.put("fulldomain", account.subdomain() + "." + this.users.domain())
					.put("subdomain", account.subdomain())
					.array("allowfrom", allowFrom)
					.toString());
	}

	private Answer update(HttpExchange exchange) throws IOException {
		AcmeDnsUsers.Account account = this.users.find(exchange.getRequestHeaders().getFirst("X-Api-User"),
				exchange.getRequestHeaders().getFirst("X-Api-Key"));
		if (account == null || !account.allows(exchange.getRemoteAddress().getAddress())) {
			return Answer.error(401, "forbidden");
		}
		JSON body;
		try {
			body = JSON.parse(body(exchange));
		}
		catch (AcmeProtocolException ex) {
			return Answer.error(400, "malformed_json_payload");
		}
		String subdomain = body.get("subdomain").map(JSON.Value::asString).orElse("");
		String value = body.get("txt").map(JSON.Value::asString).orElse("");
		if (!subdomain.matches(UUID)) {
			return Answer.error(400, "bad_subdomain");
		}
		if (!subdomain.equals(account.subdomain())) {
			return Answer.error(401, "forbidden");
		}
		if (!value.matches(VALUE)) {
			return Answer.error(400, "bad_txt");
		}
		account.write(value);
		return new Answer(200, new JSONBuilder().put("txt", value).toString());
	}

	private static String body(HttpExchange exchange) throws IOException {
		return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
	}

	private static void answer(HttpExchange exchange, Answer answer) throws IOException {
		try (exchange) {
			byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
			System.out.println(
					exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath() + " " + answer.status());
			exchange.getResponseHeaders().add("Content-Type", "application/json");
			exchange.sendResponseHeaders(answer.status(), body.length);
			exchange.getResponseBody().write(body);
		}
	}

	private record Answer(int status, String body) {

		static Answer error(int status, String error) {
			return new Answer(status, new JSONBuilder().put("error", error).toString());
		}

	}

}
