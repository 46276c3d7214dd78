package dev.autohttps.autoconfigure;

import java.net.URI;
import java.util.List;

import javax.net.ssl.SSLContext;

import dev.autohttps.acme.AcmeServer;
import dev.autohttps.acme.connection.AcmeConnectionDetails;
import dev.autohttps.acme.connection.AcmeConnectionException;
import dev.autohttps.autoconfigure.HttpsProperties.Acme;
import dev.autohttps.autoconfigure.HttpsProperties.Ca;
import dev.autohttps.certificate.Standing;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;

/**
 * The CA that a service connection names. What is configured for the one whose place it
 * takes holds for it as far as that makes sense.
 *
 * @param configured what is configured
 * @param directory where the CA is
 * @param bundle whose trust is used to talk to it, or {@code null} for the JDK's
 * @param forTests whether it is a CA for tests
 */
record ConnectedCa(Acme configured, URI directory, @Nullable SslBundle bundle, boolean forTests) implements Ca {

	ConnectedCa(Acme configured, AcmeConnectionDetails details) {
		this(configured, details.getDirectory(), details.getSslBundle(), details.isForTests());
	}

	AcmeServer acmeServer() {
		try {
			AcmeServer server = AcmeServer.of(server());
			if (this.forTests && server.isKnown()) {
				throw new AcmeConnectionException("The AcmeConnectionDetails say that '" + this.directory
						+ "' is a CA for tests, but it is a public one, whose terms and limits are to be heeded.",
						"Let isForTests() return false, or getDirectory() another CA.", null);
			}
			return this.forTests ? new AcmeServer(server.directory(), Standing.TRIAL) : server;
		}
		catch (IllegalArgumentException ex) {
			throw new AcmeConnectionException(
					"The directory of the AcmeConnectionDetails, '" + this.directory + "', " + ex.getMessage() + ".",
					"Let getDirectory() return such a URL.", ex);
		}
	}

	@Nullable SSLContext trust() {
		return (this.bundle != null) ? this.bundle.createSslContext() : null;
	}

	@Override
	public String server() {
		return this.directory.toString();
	}

	@Override
	public List<String> contact() {
		return this.configured.contact();
	}

	@Override
	public boolean termsOfServiceAgreed() {
		return this.forTests || this.configured.termsOfServiceAgreed();
	}

	@Override
	public Acme.Binding externalAccountBinding() {
		return this.forTests ? new Acme.Binding(null, null) : this.configured.externalAccountBinding();
	}

	@Override
	public @Nullable String profile() {
		return this.configured.profile();
	}

	@Override
	public boolean profileRequired() {
		return !this.forTests && this.configured.profileRequired();
	}

	@Override
	public @Nullable String preferredChain() {
		return this.configured.preferredChain();
	}

	@Override
	public Acme.Ssl ssl() {
		return new Acme.Ssl(null);
	}

	@Override
	public Acme.Limits limits() {
		return this.configured.limits();
	}

}
