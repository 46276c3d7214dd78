package dev.autohttps.actuate;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.Resource;

/**
 * A server that serves the real page, and JSON as it is told.
 */
final class PageStub implements AutoCloseable {

	private static final String PATH = "/actuator/certificates";

	private final CertificatesPage page = new CertificatesPage();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final List<String> operations = new CopyOnWriteArrayList<>();

	private final HttpServer server;

	private volatile Object certificates = "";

	private volatile int status = 200;

	private volatile Object answer = "";

	private volatile int answerStatus = 200;

	PageStub() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(this.threads);
		this.server.createContext("/", this::handle);
		this.server.start();
	}

	String url() {
		return "http://localhost:" + this.server.getAddress().getPort() + PATH;
	}

	/**
	 * Give an answer to whoever asks for the certificates.
	 */
	void shows(int status, Object certificates) {
		this.certificates = certificates;
		this.status = status;
	}

	/**
	 * Give an answer to whoever asks for an operation.
	 */
	void answers(int status, Object answer) {
		this.answer = answer;
		this.answerStatus = status;
		this.operations.clear();
	}

	/**
	 * Return what was asked for: path, token against forged requests, and body.
	 */
	List<String> operations() {
		return this.operations;
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			String query = exchange.getRequestURI().getQuery();
			String accept = Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Accept"), "");
			if (exchange.getRequestMethod().equals("POST")) {
				this.operations.add(exchange.getRequestURI().getRawPath().substring(PATH.length()) + " "
						+ exchange.getRequestHeaders().getFirst("X-XSRF-TOKEN") + " "
						+ new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
				send(exchange, this.answerStatus, "application/json", json(this.answer));
			}
			else if (query != null && query.startsWith("asset=")) {
				String part = query.substring("asset=".length());
				send(exchange, 200, CertificatesPage.typeOf(part).toString(),
						bytes(Objects.requireNonNull(this.page.part(part))));
			}
			else if (accept.startsWith("text/html")) {
				send(exchange, 200, "text/html;charset=UTF-8", bytes(this.page.html()));
			}
			else {
				send(exchange, this.status, "application/json", json(this.certificates));
			}
		}
	}

	private static byte[] bytes(Resource resource) throws IOException {
		return resource.getContentAsByteArray();
	}

	private static byte[] json(Object value) {
		return JsonMapper.shared().writeValueAsBytes(value);
	}

	private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
		exchange.getResponseHeaders().set("Content-Type", type);
		exchange.sendResponseHeaders(status, body.length);
		exchange.getResponseBody().write(body);
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

}
