package dev.autohttps.testcontainers;

import java.net.URI;
import java.util.List;

import dev.autohttps.acme.connection.AcmeConnectionDetails;
import dev.autohttps.acme.connection.Pebble;
import org.testcontainers.containers.Container;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;

/**
 * Makes {@link AcmeConnectionDetails} of a container of Pebble's image that is a
 * {@code @ServiceConnection}, or of any other that is one by the name of "pebble".
 */
class PebbleContainerConnectionDetailsFactory
		extends ContainerConnectionDetailsFactory<Container<?>, AcmeConnectionDetails> {

	private static final List<String> NAMES = List.of("letsencrypt/pebble", "pebble");

	PebbleContainerConnectionDetailsFactory() {
		super(NAMES, "dev.autohttps.autoconfigure.AcmeAutoConfiguration");
	}

	@Override
	protected AcmeConnectionDetails getContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
		return new PebbleContainerConnectionDetails(source);
	}

	/**
	 * Pebble in a container.
	 */
	private static final class PebbleContainerConnectionDetails extends ContainerConnectionDetails<Container<?>>
			implements AcmeConnectionDetails {

		private final PebbleContainer pebble = new PebbleContainer(this::getContainer);

		PebbleContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
			super(source);
		}

		@Override
		public URI getDirectory() {
			return this.pebble.directory();
		}

		@Override
		public SslBundle getSslBundle() {
			SslBundle declared = super.getSslBundle();
			return (declared != null) ? declared : this.pebble.trust(Pebble.TRUST);
		}

		@Override
		public boolean isForTests() {
			return true;
		}

	}

}
