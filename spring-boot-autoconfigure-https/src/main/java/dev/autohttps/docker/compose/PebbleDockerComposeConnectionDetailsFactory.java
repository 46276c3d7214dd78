package dev.autohttps.docker.compose;

import java.net.URI;

import dev.autohttps.acme.connection.AcmeConnectionDetails;
import dev.autohttps.acme.connection.AcmeConnectionException;
import dev.autohttps.acme.connection.Pebble;

import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.boot.ssl.SslBundle;

/**
 * Makes {@link AcmeConnectionDetails} of a service of Pebble's image, or of any other
 * that is labelled as {@code pebble}.
 */
class PebbleDockerComposeConnectionDetailsFactory extends DockerComposeConnectionDetailsFactory<AcmeConnectionDetails> {

	private static final String[] NAMES = { "letsencrypt/pebble", "pebble" };

	PebbleDockerComposeConnectionDetailsFactory() {
		super(NAMES, "dev.autohttps.autoconfigure.AcmeAutoConfiguration");
	}

	@Override
	protected AcmeConnectionDetails getDockerComposeConnectionDetails(DockerComposeConnectionSource source) {
		return new PebbleDockerComposeConnectionDetails(source.getRunningService());
	}

	/**
	 * Pebble as a service.
	 */
	static final class PebbleDockerComposeConnectionDetails extends DockerComposeConnectionDetails
			implements AcmeConnectionDetails {

		private final URI directory;

		private final SslBundle trust;

		PebbleDockerComposeConnectionDetails(RunningService service) {
			super(service);
			this.directory = Pebble.directory(service.host(), port(service));
			SslBundle labelled = getSslBundle(service);
			this.trust = (labelled != null) ? labelled : Pebble.trust(new ServiceFile(service).read(Pebble.TRUST));
		}

		@Override
		public URI getDirectory() {
			return this.directory;
		}

		@Override
		public SslBundle getSslBundle() {
			return this.trust;
		}

		@Override
		public boolean isForTests() {
			return true;
		}

		private static int port(RunningService service) {
			try {
				return service.ports().get(Pebble.PORT);
			}
			catch (IllegalStateException ex) {
				throw new AcmeConnectionException(
						"The service " + service.name() + " does not publish port " + Pebble.PORT
								+ ", where Pebble has its ACME directory.",
						"Add \"" + Pebble.PORT + "\" to the ports of the service.", ex);
			}
		}

	}

}
