package dev.autohttps.autoconfigure;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.autohttps.autoconfigure.HttpsProperties.Certificate;
import dev.autohttps.autoconfigure.HttpsProperties.Issuer;
import dev.autohttps.certificate.CertificateId;
import dev.autohttps.ssl.TrustSslBundle;
import org.jspecify.annotations.Nullable;

/**
 * The certificates that the configuration asks for, checked as far as that can be done
 * before anybody else is asked.
 */
final class WantedCertificates {

	private final HttpsProperties properties;

	private final @Nullable String standIn;

	private final CertificateReader reader;

	private final Map<CertificateId, WantedCertificate> wanted = new LinkedHashMap<>();

	/**
	 * Read what is wanted.
	 * @param properties the configuration
	 * @param reader reads one certificate
	 * @param standIn why the local CA stands in for every issuer, or {@code null} if it
	 * does not
	 */
	WantedCertificates(HttpsProperties properties, CertificateReader reader, @Nullable String standIn) {
		this.properties = properties;
		this.reader = reader;
		this.standIn = standIn;
		Map<String, Certificate> named = properties.named();
		if (properties.domains() != null && properties.certificates() != null
				&& properties.certificates().containsKey(HttpsProperties.DEFAULT_NAME)) {
			throw new InvalidHttpsPropertyException("https.certificates." + HttpsProperties.DEFAULT_NAME, null,
					"https.domains describes the certificate of that name already.",
					"Use one of the two, or give the other certificate another name.");
		}
		if (named.containsKey(TrustSslBundle.NAME)) {
			throw new InvalidHttpsPropertyException("https.certificates." + TrustSslBundle.NAME, null,
					"Each certificate is an SSL bundle of its name, and that one is what clients are to trust.",
					"Give the certificate another name.");
		}
		if (named.isEmpty()) {
			if (standIn == null && properties.issuer() == Issuer.ACME) {
				throw new InvalidHttpsPropertyException("https.domains", null,
						"https.issuer=acme asks a CA, and no domain is named.",
						"Set it to the names of this application, such as shop.example, or leave out https.issuer.");
			}
			named = Map.of(HttpsProperties.DEFAULT_NAME,
					new Certificate(properties.local().domains(), null, null, null, null));
		}
		named.forEach(this::add);
		checkDefault(named.keySet());
	}

	/**
	 * Check what depends on the ways to prove control, which may be beans that want SSL
	 * bundles and so must not be asked for while those are in the making.
	 */
	void check(ChallengeCheck challenges) {
		all().forEach(challenges::check);
	}

	/**
	 * Why the local CA stands in for what is configured, or {@code null} if it does not.
	 */
	@Nullable String standIn() {
		return this.standIn;
	}

	Collection<WantedCertificate> all() {
		return this.wanted.values();
	}

	Set<String> names() {
		Set<String> names = new LinkedHashSet<>();
		this.wanted.keySet().forEach((id) -> names.add(id.name()));
		return names;
	}

	boolean use(Issuer issuer) {
		return all().stream().anyMatch((one) -> one.issuer() == issuer);
	}

	/**
	 * The name that answers clients without a known one.
	 */
	String defaultName() {
		String configured = this.properties.defaultCertificate();
		if (configured != null) {
			return configured;
		}
		Set<String> names = names();
		return names.contains(HttpsProperties.DEFAULT_NAME) ? HttpsProperties.DEFAULT_NAME : names.iterator().next();
	}

	private void add(String name, Certificate certificate) {
		String property = domainsProperty(name);
		boolean standsIn = this.standIn != null && certificate.issuer() != Issuer.LOCAL;
		List<WantedCertificate> read = standsIn ? this.reader.readForStandIn(name, certificate, property)
				: this.reader.read(name, certificate, property, issuer(certificate));
		read.forEach((one) -> this.wanted.put(one.spec().id(), one));
	}

	private Issuer issuer(Certificate certificate) {
		Issuer issuer = (certificate.issuer() != null) ? certificate.issuer() : this.properties.issuer();
		if (issuer != null) {
			return issuer;
		}
		return this.properties.named().isEmpty() ? Issuer.LOCAL : Issuer.ACME;
	}

	private void checkDefault(Set<String> names) {
		String configured = this.properties.defaultCertificate();
		if (configured != null && !names.contains(configured)) {
			throw new InvalidHttpsPropertyException("https.default-certificate", configured,
					"There is no certificate of that name.",
					"Choose from " + String.join(", ", names) + ", or add https.certificates." + configured + ".");
		}
		if (configured == null && names.size() > 1 && !names.contains(HttpsProperties.DEFAULT_NAME)) {
			throw new InvalidHttpsPropertyException("https.default-certificate", null,
					"There are several certificates (" + String.join(", ", names)
							+ "), and it is not said which one answers clients that ask for no name or an unknown one.",
					"Set https.default-certificate to one of them.");
		}
	}

	private String domainsProperty(String name) {
		boolean shorthand = name.equals(HttpsProperties.DEFAULT_NAME)
				&& (this.properties.domains() != null || this.properties.named().isEmpty());
		if (shorthand) {
			return (this.properties.domains() != null) ? "https.domains" : "https.local.domains";
		}
		return CertificateReader.property(name, "domains");
	}

}
