package com.example.gateway;

import java.math.BigInteger;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that ask all domains in turn without a pause: over connections that stay open
 * and over new ones, with HTTP/1.1 and HTTP/2.
 */
final class Load implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final String[] NAMES = { "shop", "blog", "api" };

	private final Queue<String> failures = new ConcurrentLinkedQueue<>();

	private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();

	private final Map<String, Set<BigInteger>> serials = new ConcurrentHashMap<>();

	private final List<Thread> threads;

	private volatile boolean ended;

	private Load(Scene scene, Clients clients) {
		this.threads = List.of(client("kept alive, HTTP/1.1", (name) -> keptAlive(clients, Version.HTTP_1_1, name)),
				client("kept alive, HTTP/2", (name) -> keptAlive(clients, Version.HTTP_2, name)),
				client("new, HTTP/1.1", (name) -> fresh(scene, clients, name)),
				client("new, HTTP/2",
						(name) -> Http2Client.from("127.0.0.1", scene.pebble())
							.get()
							.uri(scene.url(name, "/"))
							.responseSingle((response, body) -> body.asString())
							.block(PATIENCE)));
	}

	static Load start(Scene scene, Clients clients) {
		Load load = new Load(scene, clients);
		load.threads.forEach(Thread::start);
		return load;
	}

	private Thread client(String kind, Ask ask) {
		AtomicInteger count = new AtomicInteger();
		this.requests.put(kind, count);
		Thread thread = new Thread(() -> {
			while (!this.ended) {
				String name = NAMES[count.getAndIncrement() % NAMES.length];
				check(kind, name, () -> ask.page(name));
			}
		}, kind);
		thread.setDaemon(true);
		return thread;
	}

	private void check(String kind, String name, Callable<String> page) {
		try {
			String body = page.call();
			if (!body.contains("<h1>" + name + "</h1>")) {
				this.failures.add(kind + " to " + name + ": " + body);
			}
		}
		catch (Exception ex) {
			this.failures.add(kind + " to " + name + ": " + ex);
		}
	}

	private String keptAlive(Clients clients, Version version, String name) throws Exception {
		HttpRequest request = clients.request(name, "/").build();
		HttpResponse<String> response = clients.http(version).send(request, BodyHandlers.ofString());
		return response.body();
	}

	private String fresh(Scene scene, Clients clients, String name) throws Exception {
		try (TlsConnection connection = clients.connect(name)) {
			this.serials.computeIfAbsent(name, (key) -> ConcurrentHashMap.newKeySet())
				.add(connection.certificate().getSerialNumber());
			return connection.send("GET / HTTP/1.1", "Host: " + name + ".localhost:" + scene.ports().https(),
					"Connection: close", "");
		}
	}

	/**
	 * Return how many certificates new connections were shown.
	 */
	int certificates(String name) {
		return this.serials.getOrDefault(name, Set.of()).size();
	}

	Map<String, AtomicInteger> requests() {
		return this.requests;
	}

	/**
	 * End it and return what went wrong.
	 */
	Queue<String> failures() throws InterruptedException {
		close();
		return this.failures;
	}

	@Override
	public void close() throws InterruptedException {
		this.ended = true;
		long end = System.nanoTime() + PATIENCE.plusSeconds(10).toNanos();
		for (Thread thread : this.threads) {
			thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
			if (thread.isAlive()) {
				this.failures.add(thread.getName() + " does not come to its end");
			}
		}
	}

	/**
	 * A way to get a page.
	 */
	private interface Ask {

		String page(String name) throws Exception;

	}

}
