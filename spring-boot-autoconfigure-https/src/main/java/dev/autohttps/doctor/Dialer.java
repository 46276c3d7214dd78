package dev.autohttps.doctor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Connects to an address, past any proxy.
 */
@FunctionalInterface
interface Dialer {

	/**
	 * How long to wait for a connection, and for each part of an answer.
	 */
	Duration PATIENCE = Duration.ofSeconds(3);

	Socket dial(InetSocketAddress address) throws IOException;

	/**
	 * Connect over the network. Who sends drop by drop is cut off.
	 */
	static Socket connect(InetSocketAddress address) throws IOException {
		Socket socket = new Socket(Proxy.NO_PROXY);
		try {
			socket.setSoTimeout((int) PATIENCE.toMillis());
			socket.connect(address, (int) PATIENCE.toMillis());
		}
		catch (IOException ex) {
			socket.close();
			throw ex;
		}
		CompletableFuture.delayedExecutor(Rounds.LONGEST.toMillis(), TimeUnit.MILLISECONDS).execute(() -> cut(socket));
		return socket;
	}

	private static void cut(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// It is gone then.
		}
	}

}
