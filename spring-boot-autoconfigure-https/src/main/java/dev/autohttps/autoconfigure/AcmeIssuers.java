package dev.autohttps.autoconfigure;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;

import dev.autohttps.acme.AccountSettings;
import dev.autohttps.acme.AcmeCertificateIssuer;
import dev.autohttps.acme.AcmeLimits;
import dev.autohttps.acme.AcmeServer;
import dev.autohttps.acme.CaListener;
import dev.autohttps.acme.ChallengeSolvers;
import dev.autohttps.acme.OrderSettings;
import dev.autohttps.acme.connection.AcmeConnectionDetails;
import dev.autohttps.autoconfigure.HttpsProperties.Acme;
import dev.autohttps.autoconfigure.HttpsProperties.Acme.Fallback;
import dev.autohttps.autoconfigure.HttpsProperties.Ca;
import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.Store;
import dev.autohttps.certificate.StoreKeys;
import dev.autohttps.renewal.IssuerChoice;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;

/**
 * The CAs that are configured, in the order in which they are asked.
 */
final class AcmeIssuers {

	private static final String PROPERTY = "https.acme";

	private final HttpsProperties properties;

	private final String dns;

	private final Store store;

	private final ChallengeSolvers solvers;

	private final ObjectProvider<SslBundles> bundles;

	private final InstantSource clock;

	private final List<CaListener> listeners;

	private final AcmeCertificateIssuer first;

	private final @Nullable AcmeCertificateIssuer trial;

	private final List<AcmeCertificateIssuer> fallbacks = new ArrayList<>();

	AcmeIssuers(HttpsProperties properties, @Nullable DnsProperties dns, Store store, ChallengeSolvers solvers,
			ObjectProvider<SslBundles> bundles, @Nullable AcmeConnectionDetails connection, InstantSource clock,
			List<CaListener> listeners) {
		this.properties = properties;
		this.dns = (dns != null) ? dns.configuration() : "";
		this.store = store;
		this.solvers = solvers;
		this.bundles = bundles;
		this.clock = clock;
		this.listeners = listeners;
		Acme acme = properties.acme();
		ConnectedCa connected = (connection != null) ? new ConnectedCa(acme, connection) : null;
		this.first = (connected != null) ? issuer(PROPERTY, connected, connected.acmeServer(), connected::trust)
				: issuer(PROPERTY, acme, server(PROPERTY + ".server", acme.server()));
		boolean alone = connected != null && connected.forTests();
		this.trial = alone ? null
				: trial(acme, (connected != null) ? connected::trust : () -> trust(acme.ssl().bundle()));
		for (int i = 0; !alone && i < acme.fallbacks().size(); i++) {
			this.fallbacks.add(fallback(PROPERTY + ".fallbacks[" + i + "]", acme.fallbacks().get(i)));
		}
	}

	AcmeCertificateIssuer first() {
		return this.first;
	}

	List<AcmeServer> servers() {
		return Stream.concat(Stream.of(this.first), this.fallbacks.stream())
			.map(AcmeCertificateIssuer::server)
			.toList();
	}

	/**
	 * Return who may be asked for a certificate. A profile is one of the first CA's, so
	 * that the others are asked for their own.
	 */
	List<IssuerChoice> choices(CertificateSpec spec) {
		List<IssuerChoice> choices = new ArrayList<>();
		choices.add(new IssuerChoice(this.first, this.trial, spec));
		for (int i = 0; i < this.fallbacks.size(); i++) {
			String profile = this.properties.acme().fallbacks().get(i).profile();
			choices.add(new IssuerChoice(this.fallbacks.get(i), null,
					new CertificateSpec(spec.id(), spec.domains(), profile, spec.challenges())));
		}
		return choices;
	}

	private AcmeCertificateIssuer fallback(String property, Fallback fallback) {
		if (fallback.server().isBlank()) {
			throw new InvalidHttpsPropertyException(property + ".server", null, "It names no CA.",
					"Set it to one of " + AcmeServer.names() + ", or to the URL of an ACME directory.");
		}
		AcmeServer server = server(property + ".server", fallback.server());
		boolean known = this.first.id().equals(server.id())
				|| this.fallbacks.stream().anyMatch((other) -> other.id().equals(server.id()));
		if (known) {
			throw new InvalidHttpsPropertyException(property + ".server", fallback.server(),
					"That CA is asked before already, so it cannot help where it failed.",
					"Name another CA, or leave this one out.");
		}
		return issuer(property, fallback, server);
	}

	private @Nullable AcmeCertificateIssuer trial(Acme acme, Supplier<@Nullable SSLContext> trust) {
		String text = acme.trialServer();
		if (!StringUtils.hasText(text)) {
			return null;
		}
		String property = PROPERTY + ".trial-server";
		AcmeServer server = server(property, text);
		if (server.id().equals(this.first.id())) {
			throw new InvalidHttpsPropertyException(property, text,
					"That is the CA itself, so a trial would use up what it is to spare.",
					"Name the CA's staging server, such as letsencrypt-staging, or leave it out.");
		}
		AccountSettings account = new AccountSettings(acme.contact(), true, null);
		return new AcmeCertificateIssuer(server, account, new OrderSettings(null, false), AcmeLimits.of(server),
				this.store, this.solvers, trust, "", this.clock, this.listeners);
	}

	private AcmeCertificateIssuer issuer(String property, Ca ca, AcmeServer server) {
		checkTrust(property, ca.ssl().bundle());
		return issuer(property, ca, server, () -> trust(ca.ssl().bundle()));
	}

	private AcmeCertificateIssuer issuer(String property, Ca ca, AcmeServer server,
			Supplier<@Nullable SSLContext> trust) {
		List<String> contacts = ca.contact().isEmpty() ? this.properties.acme().contact() : ca.contact();
		return new AcmeCertificateIssuer(server, AccountProperties.of(property, ca, contacts, server), orders(ca),
				LimitSettings.of(server, ca.limits(), property), this.store, this.solvers, trust, configuration(ca),
				this.clock, this.listeners);
	}

	private static AcmeServer server(String property, String text) {
		try {
			return AcmeServer.of(text);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidHttpsPropertyException(property, text, "It " + ex.getMessage() + ".",
					"Set it to one of " + AcmeServer.names() + ", or to the URL of an ACME directory.", ex);
		}
	}

	/**
	 * What may mend a failure. Of a secret, no more than whether it changed.
	 */
	private String configuration(Ca ca) {
		String macKey = ca.externalAccountBinding().macKey();
		return ca.contact() + "|" + ca.externalAccountBinding().keyId() + "|"
				+ ((macKey != null) ? StoreKeys.part("", macKey) : "") + "|" + ca.ssl().bundle() + "|"
				+ ca.profileRequired() + "|" + this.properties.http() + "|" + ca.limits() + "|" + this.dns;
	}

	private static OrderSettings orders(Ca ca) {
		String chain = ca.preferredChain();
		return new OrderSettings(StringUtils.hasText(chain) ? chain.trim() : null, ca.profileRequired());
	}

	private void checkTrust(String property, @Nullable String bundle) {
		if (bundle == null) {
			return;
		}
		SslBundles all = this.bundles.getIfAvailable();
		if (all == null || !all.getBundleNames().contains(bundle)) {
			throw new InvalidHttpsPropertyException(property + ".ssl.bundle", bundle,
					"There is no SSL bundle of that name.", "Add one with the certificate of the CA, for example as "
							+ "spring.ssl.bundle.pem." + bundle + ".truststore.certificate, or leave it out.");
		}
	}

	private @Nullable SSLContext trust(@Nullable String bundle) {
		return (bundle != null) ? this.bundles.getObject().getBundle(bundle).createSslContext() : null;
	}

}
