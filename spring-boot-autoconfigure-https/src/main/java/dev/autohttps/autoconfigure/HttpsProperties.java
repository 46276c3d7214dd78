package dev.autohttps.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.autohttps.doctor.DoctorMode;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the application says about HTTPS.
 *
 * @param enabled Whether certificates are kept and HTTPS is served. If not, it is as if
 * this library were not there.
 * @param domains Names of the one certificate of the application, which is called
 * 'https': host names, wildcards such as '*.shop.example', or IP addresses.
 * @param certificates Certificates by name, each an SSL bundle of that name.
 * @param defaultCertificate Name of the certificate for clients that ask for no name, or
 * for one that is not known. Needed when there are several and 'https.domains' is not
 * used.
 * @param issuer Who issues certificates. By default 'acme' when any domain is configured,
 * else 'local'; 'local' in tests, under DevTools and when 'server.port' is 0, unless a
 * service connection says which CA is to be asked.
 * @param acme How certificates are obtained over ACME.
 * @param renewal When certificates are renewed. Nobody has to set these.
 * @param certbot What is taken over from certbot.
 * @param store Where keys, certificates and accounts are kept.
 * @param http Plain HTTP port, for a CA's questions and for redirects.
 * @param redirect How plain HTTP is redirected to HTTPS.
 * @param hsts How browsers are told to come over HTTPS only.
 * @param unknownHost What a client gets that asks for a name that is not served.
 * @param local CA on this machine, for local names.
 */
@ConfigurationProperties("https")
public record HttpsProperties(@DefaultValue("true") boolean enabled, @Nullable List<String> domains,
		@Nullable Map<String, Certificate> certificates, @Nullable String defaultCertificate, @Nullable Issuer issuer,
		@DefaultValue Acme acme, @DefaultValue Renewal renewal, @DefaultValue Certbot certbot,
		@DefaultValue Store store, @DefaultValue Http http, @DefaultValue Redirect redirect, @DefaultValue Hsts hsts,
		@DefaultValue("default") UnknownHost unknownHost, @DefaultValue Local local) {

	/**
	 * The name of the certificate that {@code https.domains} describes.
	 */
	static final String DEFAULT_NAME = "https";

	/**
	 * All configured certificates by name, the shorthand among them.
	 */
	Map<String, Certificate> named() {
		Map<String, Certificate> named = new LinkedHashMap<>();
		if (this.domains != null) {
			named.put(DEFAULT_NAME, new Certificate(this.domains, null, null, null, null));
		}
		if (this.certificates != null) {
			named.putAll(this.certificates);
		}
		return named;
	}

	/**
	 * The names of those that do not ask for the local CA themselves.
	 */
	List<String> othersThanLocal() {
		return named().entrySet()
			.stream()
			.filter((entry) -> entry.getValue().issuer() != Issuer.LOCAL)
			.map(Map.Entry::getKey)
			.toList();
	}

	/**
	 * Who issues a certificate.
	 */
	public enum Issuer {

		/**
		 * A certificate authority that speaks ACME.
		 */
		ACME,

		/**
		 * A CA on this machine, which only those trust who were told to.
		 */
		LOCAL

	}

	/**
	 * One certificate.
	 *
	 * @param domains Names it is for.
	 * @param keyTypes Key types: ec-p256, ec-p384, rsa-2048, rsa-3072, rsa-4096. A
	 * certificate is kept for each, and chosen by what the client can verify: EC or RSA,
	 * and the first of two of one kind. By default ec-p256.
	 * @param issuer Who issues it, in place of 'https.issuer'.
	 * @param profile Profile to ask the CA for, in place of 'https.acme.profile'.
	 * @param challenges Challenge types to prove control with, in place of
	 * 'https.acme.challenges'.
	 */
	@ConfigurationPropertiesSource
	public record Certificate(@Nullable List<String> domains, @Nullable List<String> keyTypes, @Nullable Issuer issuer,
			@Nullable String profile, @Nullable List<String> challenges) {

	}

	/**
	 * What has to be known of a CA to obtain certificates from it.
	 */
	interface Ca {

		String server();

		List<String> contact();

		boolean termsOfServiceAgreed();

		Acme.Binding externalAccountBinding();

		@Nullable String profile();

		boolean profileRequired();

		@Nullable String preferredChain();

		Acme.Ssl ssl();

		Acme.Limits limits();

	}

	/**
	 * How certificates are obtained over ACME.
	 *
	 * @param server CA to ask: letsencrypt, letsencrypt-staging, zerossl, google,
	 * google-staging, sslcom, actalis, or the URL of an ACME directory.
	 * @param contact E-mail addresses that the CA may write to.
	 * @param termsOfServiceAgreed Whether the CA's terms of service were read and agreed
	 * to. No account is made before.
	 * @param externalAccountBinding Account at the CA that ours is bound to, where the CA
	 * wants that.
	 * @param profile Profile to ask the CA for. By default the CA chooses.
	 * @param profileRequired Whether nothing is ordered where the CA does not offer the
	 * profile; the failure names those that it does offer. If not, the CA chooses then,
	 * and a line in the log says so.
	 * @param preferredChain Common name of the issuer to which the chain is to lead, such
	 * as 'ISRG Root X1', where the CA has several chains for one certificate: the first
	 * that ends with it is served, else the first that has it, else the CA's first, with
	 * a warning that lists the others. Holds from the next renewal on. By default the CA
	 * chooses.
	 * @param challenges Challenge types to prove control with, in the order in which they
	 * are tried: http-01, tls-alpn-01, dns-01, dns-persist-01. By default http-01 and
	 * tls-alpn-01, or dns-01 for names for which it is configured who changes the DNS.
	 * Where there is no plain port http-01 comes last.
	 * @param ssl How the CA itself is trusted.
	 * @param limits What is not asked of the CA once it is used up. By default what the
	 * CA publishes, where that is known.
	 * @param preflight What is done about what would make an order fail, as far as that
	 * can be seen before it is placed: DNS, ports, CAA, clock, account, store and rate
	 * limits are looked at before a first order and after a failure.
	 * @param trialServer CA's staging server where an attempt that follows a failure is
	 * made first, such as letsencrypt-staging, so that the failures of the real one are
	 * not used up. By default there is no trial.
	 * @param fallbacks CAs that are asked in their order when the one before cannot help
	 * soon. Each needs a server and agreement to its terms of service; challenges,
	 * preflight and trials are those of 'https.acme'.
	 */
	public record Acme(@DefaultValue("letsencrypt") String server, @DefaultValue List<String> contact,
			@DefaultValue("false") boolean termsOfServiceAgreed, @DefaultValue Binding externalAccountBinding,
			@Nullable String profile, @DefaultValue("true") boolean profileRequired, @Nullable String preferredChain,
			@Nullable List<String> challenges, @DefaultValue Ssl ssl, @DefaultValue Limits limits,
			@DefaultValue("enforce") DoctorMode preflight, @Nullable String trialServer,
			@DefaultValue List<Fallback> fallbacks) implements Ca {

		/**
		 * A CA that is asked when the one before cannot help soon.
		 *
		 * @param server CA to ask: the name of a known one, or the URL of an ACME
		 * directory.
		 * @param contact E-mail addresses that the CA may write to. By default those of
		 * 'https.acme.contact'.
		 * @param termsOfServiceAgreed Whether the CA's terms of service were read and
		 * agreed to.
		 * @param externalAccountBinding Account at the CA that ours is bound to, where
		 * the CA wants that.
		 * @param profile Profile to ask the CA for. By default the CA chooses.
		 * @param profileRequired Whether nothing is ordered where the CA does not offer
		 * the profile.
		 * @param preferredChain Common name of the issuer to which the chain is to lead.
		 * @param ssl How the CA itself is trusted.
		 * @param limits What is not asked of the CA once it is used up.
		 */
		@ConfigurationPropertiesSource
		public record Fallback(@DefaultValue("") String server, @DefaultValue List<String> contact,
				@DefaultValue("false") boolean termsOfServiceAgreed, @DefaultValue Binding externalAccountBinding,
				@Nullable String profile, @DefaultValue("true") boolean profileRequired,
				@Nullable String preferredChain, @DefaultValue Ssl ssl, @DefaultValue Limits limits) implements Ca {

		}

		/**
		 * External account binding.
		 *
		 * @param keyId Key identifier that the CA gave.
		 * @param macKey MAC key that the CA gave, in base64url. Keep it secret.
		 */
		public record Binding(@Nullable String keyId, @Nullable String macKey) {

			@Override
			public String toString() {
				return "Binding[keyId=" + this.keyId + "]";
			}

		}

		/**
		 * How the CA itself is trusted.
		 *
		 * @param bundle SSL bundle whose trust is used to talk to the CA. By default the
		 * JDK's.
		 */
		public record Ssl(@Nullable String bundle) {

		}

		/**
		 * What is not asked of the CA once it is used up.
		 *
		 * @param enabled Whether it is counted what is asked of the CA, and kept below
		 * its limits.
		 * @param newAccounts How many accounts may be made.
		 * @param newOrders How many orders may be placed by the account.
		 * @param certificates How many certificates may be obtained for exactly the same
		 * names.
		 * @param failedValidations How many validations of one name may fail.
		 */
		public record Limits(@DefaultValue("true") boolean enabled, @DefaultValue Limit newAccounts,
				@DefaultValue Limit newOrders, @DefaultValue Limit certificates,
				@DefaultValue Limit failedValidations) {

		}

		/**
		 * A limit.
		 *
		 * @param count How many times in any period of the given length, at least 1.
		 * @param period Length of the period, such as 3h or 7d.
		 */
		public record Limit(@Nullable Integer count, @Nullable Duration period) {

		}

	}

	/**
	 * When certificates are renewed.
	 *
	 * @param remaining Share of the lifetime that is left when a certificate is renewed,
	 * between 0.02 and 0.9. By default a third, or a half of lifetimes below ten days.
	 */
	public record Renewal(@Nullable Double remaining) {

	}

	/**
	 * What is taken over from certbot.
	 *
	 * @param directory Configuration directory of certbot, such as /etc/letsencrypt.
	 * Before the ports are open, its certificates for exactly the configured names and
	 * its account are copied to the store where that has none. The directory is only
	 * read.
	 */
	public record Certbot(@Nullable String directory) {

	}

	/**
	 * Where keys, certificates and accounts are kept.
	 *
	 * @param type Kind of store.
	 * @param directory Directory of a file store. By default 'autohttps' below
	 * $XDG_DATA_HOME or ~/.local/share, or where the operating system keeps such data; a
	 * temporary one in tests, and where a service connection leads to a CA for tests.
	 */
	public record Store(@DefaultValue("file") Type type, @Nullable String directory) {

		/**
		 * Kind of store.
		 */
		public enum Type {

			/**
			 * A directory of this machine.
			 */
			FILE

		}

	}

	/**
	 * Plain HTTP port.
	 *
	 * @param enabled Whether there is a plain port. Without one, a CA that asks over HTTP
	 * must reach the HTTPS port in another way.
	 * @param port Plain port: by default 80, or 8080 when the local CA issues; 0 for any.
	 */
	public record Http(@DefaultValue("true") boolean enabled, @Nullable Integer port) {

	}

	/**
	 * How plain HTTP is redirected to HTTPS.
	 *
	 * @param enabled Whether plain HTTP is redirected once a name has a certificate. If
	 * not, the application is seen on the plain port.
	 * @param port Port to redirect to. By default the one that the server listens to, or
	 * 443 when the Host header shows that ports are mapped.
	 */
	public record Redirect(@DefaultValue("true") boolean enabled, @Nullable Integer port) {

	}

	/**
	 * How browsers are told to come over HTTPS only (HSTS).
	 *
	 * @param maxAge How long browsers are to remember it, such as 365d; 0 has it
	 * forgotten. HSTS is off until this is set, and is never sent under a certificate of
	 * the local CA or of a staging server.
	 * @param includeSubdomains Whether browsers are to come over HTTPS only for all names
	 * below, too.
	 * @param preload Whether browsers may have it built in, which needs subdomains and at
	 * least a year.
	 */
	public record Hsts(@Nullable Duration maxAge, @DefaultValue("false") boolean includeSubdomains,
			@DefaultValue("false") boolean preload) {

	}

	/**
	 * What a client gets that asks for a name that is not served.
	 */
	public enum UnknownHost {

		/**
		 * The default certificate.
		 */
		DEFAULT,

		/**
		 * The alert 'unrecognized_name'.
		 */
		REJECT

	}

	/**
	 * CA on this machine.
	 *
	 * @param domains Names to serve when none are configured.
	 * @param validity How long a certificate of the local CA is valid.
	 * @param mkcert Whether the root of mkcert signs, which browsers trust already, where
	 * the developer has one. By default it does, but not in tests.
	 */
	public record Local(@DefaultValue( {
			"localhost", "127.0.0.1", "::1" }) List<String> domains, @DefaultValue("7d") Duration validity,
			@Nullable Boolean mkcert){

	}

}
