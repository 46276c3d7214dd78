package dev.autohttps.testcontainers;

import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

import com.github.dockerjava.api.exception.NotFoundException;
import dev.autohttps.acme.connection.AcmeConnectionException;
import dev.autohttps.acme.connection.Pebble;
import org.testcontainers.containers.Container;

import org.springframework.boot.ssl.SslBundle;

/**
 * What is asked of a container of Pebble.
 */
final class PebbleContainer {

	private final Supplier<Container<?>> container;

	PebbleContainer(Supplier<Container<?>> container) {
		this.container = container;
	}

	URI directory() {
		Container<?> started = this.container.get();
		if (!started.getExposedPorts().contains(Pebble.PORT)) {
			throw new AcmeConnectionException(
					"The container of " + started.getDockerImageName() + " does not expose port " + Pebble.PORT
							+ ", where Pebble has its ACME directory.",
					"Add .withExposedPorts(" + Pebble.PORT + ") to the container.", null);
		}
		return Pebble.directory(started.getHost(), started.getMappedPort(Pebble.PORT));
	}

	SslBundle trust(String file) {
		Container<?> started = this.container.get();
		try {
			return Pebble.trust(started.copyFileFromContainer(file, PebbleContainer::text));
		}
		catch (NotFoundException ex) {
			throw new AcmeConnectionException(
					"The container of " + started.getDockerImageName() + " has no " + file
							+ ", the CA that vouches for Pebble's API in its own image.",
					"Put that CA there, or annotate the container with "
							+ "@PemTrustStore(certificate = \"…\"), which names a file with it.",
					ex);
		}
	}

	private static String text(InputStream content) throws Exception {
		return new String(content.readAllBytes(), StandardCharsets.US_ASCII);
	}

}
