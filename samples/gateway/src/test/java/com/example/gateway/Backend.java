package com.example.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * One of the applications behind the gateway, in a process of its own.
 */
final class Backend implements AutoCloseable {

	private static final Path JAR = Path.of("../backend/target/backend.jar");

	private final int port;

	private final Path log;

	private final Process process;

	private Backend(int port, Path log, Process process) {
		this.port = port;
		this.log = log;
		this.process = process;
	}

	static Backend start(String name, int port, Path folder) throws IOException {
		if (!Files.exists(JAR)) {
			throw new IllegalStateException(
					"There is no " + JAR + ": build it with mvn -pl samples/gateway -am -DskipTests package");
		}
		Path log = folder.resolve(name + ".log");
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", JAR.toString(),
				"--spring.application.name=" + name, "--server.port=" + port)
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		return new Backend(port, log, process);
	}

	String url() {
		return "http://127.0.0.1:" + this.port;
	}

	void awaitStarted() {
		Await.until("the answer of " + this.log, Duration.ofSeconds(60), () -> {
			if (!this.process.isAlive()) {
				throw new IllegalStateException("It ended: see " + this.log.toAbsolutePath());
			}
			try (Socket socket = new Socket()) {
				socket.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), this.port), 1000);
				return true;
			}
		});
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(20, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
