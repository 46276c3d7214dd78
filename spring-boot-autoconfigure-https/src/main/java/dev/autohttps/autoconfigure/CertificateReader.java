package dev.autohttps.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import dev.autohttps.autoconfigure.HttpsProperties.Certificate;
import dev.autohttps.autoconfigure.HttpsProperties.Issuer;
import dev.autohttps.certificate.CertificateId;
import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.Domain;
import dev.autohttps.certificate.Domains;
import dev.autohttps.certificate.InvalidDomainException;
import dev.autohttps.certificate.KeyType;
import dev.autohttps.local.LocalNames;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is said of one certificate, with what holds for all where it says nothing,
 * and checks it.
 */
final class CertificateReader {

	private final HttpsProperties properties;

	private final Predicate<Domain> changeable;

	private final DomainClaims claims = new DomainClaims();

	/**
	 * Create a new reader.
	 * @param properties the configuration
	 * @param changeable for which names somebody changes the DNS
	 */
	CertificateReader(HttpsProperties properties, Predicate<Domain> changeable) {
		this.properties = properties;
		this.changeable = changeable;
	}

	/**
	 * Read a certificate, and take its domains for it.
	 * @param name its name
	 * @param certificate what is said of it
	 * @param property the property that has its domains
	 * @param issuer who issues it
	 * @return one for each key type
	 */
	List<WantedCertificate> read(String name, Certificate certificate, String property, Issuer issuer) {
		Domains domains = domains(property, certificate.domains());
		List<WantedCertificate> read = read(name, certificate, domains, property, issuer);
		if (issuer == Issuer.LOCAL) {
			checkLocal(property, domains);
		}
		this.claims.claim(name, property, domains);
		return read;
	}

	/**
	 * Read a certificate for which the local CA stands in. The names of that are for all
	 * of them.
	 * @param name its name
	 * @param certificate what is said of it
	 * @param property the property that has its domains
	 * @return one for each key type
	 */
	List<WantedCertificate> readForStandIn(String name, Certificate certificate, String property) {
		Domains domains = domains("https.local.domains", this.properties.local().domains());
		checkLocal("https.local.domains", domains);
		return read(name, certificate, domains, property, Issuer.LOCAL);
	}

	/**
	 * Take domains for a certificate.
	 */
	void claim(String name, String property, Domains domains) {
		this.claims.claim(name, property, domains);
	}

	/**
	 * Give back the domains of a certificate.
	 */
	void release(String name) {
		this.claims.release(name);
	}

	private List<WantedCertificate> read(String name, Certificate certificate, Domains domains, String property,
			Issuer issuer) {
		List<String> challenges = challenges(name, certificate, domains);
		String profile = (certificate.profile() != null) ? certificate.profile() : this.properties.acme().profile();
		return keyTypes(name, certificate).stream()
			.map((keyType) -> new CertificateSpec(new CertificateId(name, keyType), domains, profile, challenges))
			.map((spec) -> new WantedCertificate(spec, issuer, property, challengesProperty(name, certificate)))
			.toList();
	}

	private static Domains domains(String property, @Nullable List<String> texts) {
		if (texts == null || texts.isEmpty()) {
			throw new InvalidHttpsPropertyException(property, (texts != null) ? "" : null, "It names no domain.",
					"Write the names that the certificate is for, such as shop.example, www.shop.example.");
		}
		try {
			return Domains.of(texts);
		}
		catch (InvalidDomainException ex) {
			throw new InvalidHttpsPropertyException(property, ex.getDomain(), "It " + ex.getReason() + ".",
					"Write host names such as shop.example, wildcards such as *.shop.example or IP addresses, "
							+ "separated by commas.",
					ex);
		}
	}

	private static void checkLocal(String property, Domains domains) {
		for (Domain domain : domains) {
			if (!LocalNames.include(domain)) {
				throw new InvalidHttpsPropertyException(property, domain.name(),
						"The local CA issues for " + LocalNames.describe()
								+ " only, so that its root can do no harm if it is stolen.",
						"Set https.issuer=acme for public names, or use a local name such as shop.localhost.");
			}
			if (domain.type() == Domain.Type.WILDCARD && domain.name().indexOf('.') == domain.name().lastIndexOf('.')) {
				String ending = domain.name().substring(2);
				throw new InvalidHttpsPropertyException(property, domain.name(),
						"Clients, curl and OpenSSL among them, refuse a wildcard for all that ends in one word.",
						"Write the names, such as shop." + ending + ", or a wildcard such as *.shop." + ending + ".");
			}
		}
	}

	private List<String> challenges(String name, Certificate certificate, Domains domains) {
		List<String> general = this.properties.acme().challenges();
		List<String> challenges = (certificate.challenges() != null) ? certificate.challenges()
				: (general != null) ? general : defaultChallenges(domains);
		if (challenges.isEmpty()) {
			throw new InvalidHttpsPropertyException(challengesProperty(name, certificate), "",
					"It names no challenge type.",
					"Choose from http-01, tls-alpn-01, dns-01, dns-persist-01, or leave it out.");
		}
		return challenges;
	}

	/**
	 * Who has the DNS changed often does so because no CA can reach the hosts, so these
	 * are asked only where there is no other way: each failure is counted.
	 */
	private List<String> defaultChallenges(Domains domains) {
		if (domains.stream().allMatch(this.changeable)) {
			return List.of("dns-01");
		}
		return domains.any(this.changeable) ? List.of("dns-01", "http-01", "tls-alpn-01")
				: List.of("http-01", "tls-alpn-01");
	}

	private static String challengesProperty(String name, Certificate certificate) {
		return (certificate.challenges() != null) ? property(name, "challenges") : "https.acme.challenges";
	}

	private static List<KeyType> keyTypes(String name, Certificate certificate) {
		List<String> configured = certificate.keyTypes();
		List<KeyType> keyTypes = new ArrayList<>();
		for (String keyType : (configured != null && !configured.isEmpty()) ? configured : List.of("ec-p256")) {
			try {
				keyTypes.add(KeyType.of(keyType));
			}
			catch (IllegalArgumentException ex) {
				throw new InvalidHttpsPropertyException(property(name, "key-types"), keyType,
						"There is no such key type.", "Choose from ec-p256, ec-p384, rsa-2048, rsa-3072, rsa-4096.",
						ex);
			}
		}
		return keyTypes;
	}

	static String property(String name, String property) {
		return "https.certificates." + name + "." + property;
	}

}
