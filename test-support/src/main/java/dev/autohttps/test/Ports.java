package dev.autohttps.test;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

/**
 * Ports that nobody listens on, each given out once per JVM.
 */
public final class Ports {

	// Below the ephemeral ranges of the usual systems, so that no outgoing connection
	// takes a port between the choice and its use, or while a server is down.
	private static final int LOWEST = 20000;

	private static final int HIGHEST = 32000;

	private static final int TRIES = 1000;

	/**
	 * How many JVMs run tests at the same time, and which of them this is: each has ports
	 * of its own, so that none takes what another has just chosen.
	 */
	private static final int FORKS = Integer.getInteger("test.forks", 1);

	private static final int FORK = fork(System.getProperty("test.fork"), FORKS);

	private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

	private Ports() {
	}

	/**
	 * Return a port that is free on every address of this machine, for TCP and UDP, and
	 * that was not returned before in this JVM.
	 * @return the port
	 */
	public static int free() {
		for (int i = 0; i < TRIES; i++) {
			int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
			if (isOurs(port, FORK, FORKS) && !GIVEN.contains(port) && canBeBound(port) && GIVEN.add(port)) {
				return port;
			}
		}
		throw new IllegalStateException("No free port between " + LOWEST + " and " + HIGHEST);
	}

	/**
	 * Return several distinct free ports.
	 * @param count how many
	 * @return as many ports, each as if from {@link #free()}
	 */
	public static int[] free(int count) {
		int[] ports = new int[count];
		for (int i = 0; i < count; i++) {
			ports[i] = free();
		}
		return ports;
	}

	/**
	 * Return which of several JVMs this is: if each took itself for the first, they would
	 * take each other's ports.
	 */
	static int fork(@Nullable String number, int forks) {
		if (forks == 1) {
			return 1;
		}
		int fork = (number != null && number.matches("\\d{1,3}")) ? Integer.parseInt(number) : 0;
		if (fork < 1 || fork > forks) {
			throw new IllegalStateException(
					"One of " + forks + " JVMs (test.forks) must know which it is, but test.fork is '" + number + "'");
		}
		return fork;
	}

	static boolean isOurs(int port, int fork, int forks) {
		return port % forks == fork % forks;
	}

	static boolean canBeBound(int port) {
		try (ServerSocket tcp = new ServerSocket(port); DatagramSocket udp = new DatagramSocket(port)) {
			return tcp.isBound() && udp.isBound();
		}
		catch (IOException ex) {
			return false;
		}
	}

	static boolean answers(int port) {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
