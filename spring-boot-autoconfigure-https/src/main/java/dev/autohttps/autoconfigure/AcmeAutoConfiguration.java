package dev.autohttps.autoconfigure;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.InstantSource;
import java.util.Base64;

import javax.net.ssl.SSLContext;

import dev.autohttps.acme.AccountSettings;
import dev.autohttps.acme.AcmeCertificateIssuer;
import dev.autohttps.acme.AcmeServer;
import dev.autohttps.acme.ChallengeSolver;
import dev.autohttps.acme.ChallengeSolvers;
import dev.autohttps.acme.OrderSettings;
import dev.autohttps.autoconfigure.HttpsProperties.Acme;
import dev.autohttps.certificate.Store;
import dev.autohttps.certificate.StoreKeys;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.util.StringUtils;

/**
 * {@link AutoConfiguration Auto-configuration} for certificates over ACME.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "https.enabled", matchIfMissing = true)
@EnableConfigurationProperties(HttpsProperties.class)
public final class AcmeAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	static ChallengeSolvers challengeSolvers(ObjectProvider<ChallengeSolver> solvers) {
		return new ChallengeSolvers(solvers.orderedStream().toList());
	}

	@Bean
	@Lazy
	AcmeCertificateIssuer acmeCertificateIssuer(HttpsProperties properties, Store store, ChallengeSolvers solvers,
			ObjectProvider<SslBundles> bundles,
			@Qualifier(HttpsAutoConfiguration.CLOCK) ObjectProvider<InstantSource> clock) {
		Acme acme = properties.acme();
		AcmeServer server = server(acme.server());
		checkTrust(acme.ssl().bundle(), bundles);
		return new AcmeCertificateIssuer(server, account(acme, server), orders(acme), store, solvers,
				() -> trust(acme.ssl().bundle(), bundles), configuration(properties),
				clock.getIfAvailable(InstantSource::system));
	}

	private static AcmeServer server(String text) {
		try {
			return AcmeServer.of(text);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidHttpsPropertyException("https.acme.server", text, "It " + ex.getMessage() + ".",
					"Set it to one of " + AcmeServer.names() + ", or to the URL of an ACME directory.", ex);
		}
	}

	/**
	 * What may mend a failure. Of a secret, no more than whether it changed.
	 */
	private static String configuration(HttpsProperties properties) {
		Acme acme = properties.acme();
		String macKey = acme.externalAccountBinding().macKey();
		return acme.contact() + "|" + acme.externalAccountBinding().keyId() + "|"
				+ ((macKey != null) ? StoreKeys.part("", macKey) : "") + "|" + acme.ssl().bundle() + "|"
				+ acme.profileRequired() + "|" + properties.http();
	}

	private static OrderSettings orders(Acme acme) {
		String chain = acme.preferredChain();
		return new OrderSettings(StringUtils.hasText(chain) ? chain.trim() : null, acme.profileRequired());
	}

	private static AccountSettings account(Acme acme, AcmeServer server) {
		if (!acme.termsOfServiceAgreed()) {
			throw new InvalidHttpsPropertyException("https.acme.terms-of-service-agreed", false,
					"The terms of service of " + server + " must be agreed to before it issues certificates.",
					"Read them (the CA links them in its directory) and set https.acme.terms-of-service-agreed=true; "
							+ "or set https.issuer=local to have certificates for local names without any CA.");
		}
		for (String contact : acme.contact()) {
			if (!isAddress(contact)) {
				throw new InvalidHttpsPropertyException("https.acme.contact", contact, "It is no e-mail address.",
						"Write one such as ops@shop.example, or leave it out.");
			}
		}
		return new AccountSettings(acme.contact(), true, binding(acme.externalAccountBinding()));
	}

	private static boolean isAddress(String contact) {
		try {
			return contact.matches("(mailto:)?[^@\\s,?]+@[^@\\s,?]+")
					&& new URI(contact.startsWith("mailto:") ? contact : "mailto:" + contact) != null;
		}
		catch (URISyntaxException ex) {
			return false;
		}
	}

	private static AccountSettings.@Nullable Binding binding(Acme.Binding binding) {
		String keyId = binding.keyId();
		String macKey = binding.macKey();
		if (keyId == null && macKey == null) {
			return null;
		}
		if (keyId == null || macKey == null) {
			throw new InvalidHttpsPropertyException(
					"https.acme.external-account-binding." + ((keyId == null) ? "key-id" : "mac-key"), null,
					"One half of the external account binding is missing.",
					"Set both https.acme.external-account-binding.key-id and "
							+ "https.acme.external-account-binding.mac-key, as the CA gave them, or neither.");
		}
		if (!isMacKey(macKey)) {
			throw new InvalidHttpsPropertyException("https.acme.external-account-binding.mac-key", null,
					"It is not a key of at least 256 bits in base64url.", "Copy it again, as the CA gave it.");
		}
		return new AccountSettings.Binding(keyId, macKey);
	}

	private static boolean isMacKey(String macKey) {
		try {
			return Base64.getUrlDecoder().decode(macKey).length >= 32;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	private static void checkTrust(@Nullable String bundle, ObjectProvider<SslBundles> bundles) {
		if (bundle == null) {
			return;
		}
		SslBundles all = bundles.getIfAvailable();
		if (all == null || !all.getBundleNames().contains(bundle)) {
			throw new InvalidHttpsPropertyException("https.acme.ssl.bundle", bundle,
					"There is no SSL bundle of that name.", "Add one with the certificate of the CA, for example as "
							+ "spring.ssl.bundle.pem." + bundle + ".truststore.certificate, or leave it out.");
		}
	}

	private static @Nullable SSLContext trust(@Nullable String bundle, ObjectProvider<SslBundles> bundles) {
		return (bundle != null) ? bundles.getObject().getBundle(bundle).createSslContext() : null;
	}

}
