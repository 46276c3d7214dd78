package dev.autohttps.test;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import org.jspecify.annotations.Nullable;

/**
 * A way to a {@link Pebble} on which things go wrong when a test says so. All that the
 * CA's URLs lead to is reached by it.
 */
public final class FaultyProxy implements AutoCloseable {

	private static final int SMALL_BUFFER = 1 << 16;

	private final Pebble pebble;

	private final String host;

	private final InstantSource clock;

	private final ServerSocket server;

	private final SSLContext valid;

	private final SSLContext expired;

	private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

	private final List<ProxiedRequest> requests = new ArrayList<>();

	private final AtomicInteger connectionsMade = new AtomicInteger();

	private final AtomicLong bytesSent = new AtomicLong();

	private final CountDownLatch end = new CountDownLatch(1);

	private volatile SSLContext context;

	private volatile @Nullable Fault fault;

	private FaultyProxy(Pebble pebble, String host, InstantSource clock) {
		this.pebble = pebble;
		this.host = host;
		this.clock = clock;
		this.valid = pebble.apiCertificate().server(host, Duration.ofDays(1));
		this.expired = pebble.apiCertificate().server(host, Duration.ofMinutes(-1));
		this.context = this.valid;
		try {
			this.server = new ServerSocket(Ports.free(), 50, InetAddress.getLoopbackAddress());
			// Else much more than a client reads would be on its way.
			this.server.setReceiveBufferSize(SMALL_BUFFER);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Open a way to a Pebble on which nothing goes wrong yet, known by the name of this
	 * machine and by its clock.
	 * @param pebble the Pebble, which may be stopped and started
	 * @return a proxy, to close
	 */
	public static FaultyProxy before(Pebble pebble) {
		return before(pebble, "localhost", InstantSource.system());
	}

	/**
	 * Open a way to a Pebble on which nothing goes wrong yet.
	 * @param pebble the Pebble, which may be stopped and started
	 * @param host the name by which clients know it
	 * @param clock tells when requests came
	 * @return a proxy, to close
	 */
	public static FaultyProxy before(Pebble pebble, String host, InstantSource clock) {
		FaultyProxy proxy = new FaultyProxy(pebble, host, clock);
		proxy.begin("proxy", proxy::accept);
		return proxy;
	}

	/**
	 * Return where ACME clients begin.
	 * @return the {@code https} address of the directory
	 */
	public URI directoryUrl() {
		return URI.create("https://" + this.host + ":" + this.server.getLocalPort() + "/dir");
	}

	/**
	 * Return what a client must trust: the same as of Pebble itself.
	 * @return a PEM file
	 */
	public Path trustPem() {
		return this.pebble.trustPem();
	}

	/**
	 * Let something go wrong from now on, in place of what does.
	 * @param fault what
	 */
	public void fault(Fault fault) {
		this.fault = fault;
	}

	/**
	 * Present a certificate that has expired from now on.
	 */
	public void expire() {
		present(this.expired);
	}

	/**
	 * Let nothing go wrong any more.
	 */
	public void heal() {
		this.fault = null;
		if (this.context != this.valid) {
			present(this.valid);
		}
	}

	private void present(SSLContext next) {
		this.context = next;
		closeConnections();
	}

	/**
	 * Return the requests that came so far.
	 * @return the requests in their order, whatever became of them
	 */
	public List<ProxiedRequest> requests() {
		synchronized (this.requests) {
			return List.copyOf(this.requests);
		}
	}

	/**
	 * Return how many connections were made so far.
	 * @return the number of connections, with or without a request
	 */
	public int connectionsMade() {
		return this.connectionsMade.get();
	}

	/**
	 * Return how much was answered so far.
	 * @return the bytes of all bodies that could be sent
	 */
	public long bytesSent() {
		return this.bytesSent.get();
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket client = this.server.accept();
				this.connections.add(client);
				this.connectionsMade.incrementAndGet();
				begin("proxied connection", () -> serve(client));
			}
			catch (IOException ex) {
				// It was closed.
			}
		}
	}

	private void begin(String name, Runnable work) {
		Thread thread = new Thread(work, name);
		thread.setDaemon(true);
		thread.start();
	}

	private void serve(Socket client) {
		try (client) {
			client.setSendBufferSize(SMALL_BUFFER);
			client.setTcpNoDelay(true);
			SSLSocket socket = (SSLSocket) this.context.getSocketFactory()
				.createSocket(client, this.host, client.getPort(), true);
			socket.setUseClientMode(false);
			InputStream in = new BufferedInputStream(socket.getInputStream());
			for (HttpMessage message = HttpMessage.read(in, false); message != null; message = HttpMessage.read(in,
					false)) {
				ProxiedExchange exchange = new ProxiedExchange(seen(message), message, this.pebble.api(), client,
						socket.getOutputStream(), this.end, this.bytesSent::addAndGet);
				Fault now = this.fault;
				if (now != null) {
					now.happen(exchange);
				}
				else {
					exchange.pass();
				}
			}
		}
		catch (IOException ex) {
			// The client has gone, or Pebble has: then so does the client.
		}
		finally {
			this.connections.remove(client);
		}
	}

	private ProxiedRequest seen(HttpMessage message) {
		synchronized (this.requests) {
			ProxiedRequest request = ProxiedRequest.of(message, this.clock.instant());
			this.requests.add(request);
			return request;
		}
	}

	private void closeConnections() {
		for (Socket connection : this.connections) {
			try {
				connection.close();
			}
			catch (IOException ex) {
				// It is of no more use anyway.
			}
		}
	}

	/**
	 * Close it; clients are refused from now on.
	 */
	@Override
	public void close() {
		this.end.countDown();
		try {
			this.server.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			closeConnections();
		}
	}

}
