package dev.autohttps.autoconfigure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.autohttps.acme.ChallengeSolvers;
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
 * The certificates that the configuration asks for, checked as far as that can be done
 * before anybody else is asked.
 */
final class WantedCertificates {

	private final HttpsProperties properties;

	private final @Nullable String standIn;

	private final Map<String, String> owners = new HashMap<>();

	private final Map<CertificateId, WantedCertificate> wanted = new LinkedHashMap<>();

	/**
	 * Read what is wanted.
	 * @param properties the configuration
	 * @param standIn why the local CA stands in for every issuer, or {@code null} if it
	 * does not
	 */
	WantedCertificates(HttpsProperties properties, @Nullable String standIn) {
		this.properties = properties;
		this.standIn = standIn;
		Map<String, Certificate> named = properties.named();
		if (properties.domains() != null && properties.certificates() != null
				&& properties.certificates().containsKey(HttpsProperties.DEFAULT_NAME)) {
			throw new InvalidHttpsPropertyException("https.certificates." + HttpsProperties.DEFAULT_NAME, null,
					"https.domains describes the certificate of that name already.",
					"Use one of the two, or give the other certificate another name.");
		}
		if (named.isEmpty()) {
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
	void check(ChallengeSolvers solvers) {
		if (this.standIn == null) {
			ChallengeCheck check = new ChallengeCheck(solvers);
			all().forEach(check::check);
		}
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
		String prefix = prefix(name);
		Issuer issuer = issuer(certificate);
		Domains domains = (this.standIn != null) ? domains("https.local.domains", this.properties.local().domains())
				: domains(prefix, certificate.domains());
		List<String> challenges = challenges(name, certificate);
		if (this.standIn == null) {
			claim(name, prefix, domains);
			if (issuer == Issuer.LOCAL) {
				checkLocal(prefix, domains);
			}
		}
		String profile = (certificate.profile() != null) ? certificate.profile() : this.properties.acme().profile();
		for (KeyType keyType : keyTypes(name, certificate)) {
			CertificateId id = new CertificateId(name, keyType);
			CertificateSpec spec = new CertificateSpec(id, domains, profile, challenges);
			this.wanted.put(id, new WantedCertificate(spec, issuer, prefix, challengesProperty(name, certificate)));
		}
	}

	private Issuer issuer(Certificate certificate) {
		if (this.standIn != null) {
			return Issuer.LOCAL;
		}
		Issuer issuer = (certificate.issuer() != null) ? certificate.issuer() : this.properties.issuer();
		if (issuer != null) {
			return issuer;
		}
		return this.properties.named().isEmpty() ? Issuer.LOCAL : Issuer.ACME;
	}

	private Domains domains(String property, @Nullable List<String> texts) {
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

	private void claim(String name, String property, Domains domains) {
		for (Domain domain : domains) {
			String owner = this.owners.putIfAbsent(domain.name(), name);
			if (owner != null) {
				throw new InvalidHttpsPropertyException(property, domain.name(),
						"Certificate '" + owner + "' has that domain already, so it is not clear which of the two "
								+ "to serve.",
						"Name the domain in one of them only; for several kinds of key, set key-types of that one.");
			}
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
		}
	}

	private List<String> challenges(String name, Certificate certificate) {
		List<String> challenges = (certificate.challenges() != null) ? certificate.challenges()
				: this.properties.acme().challenges();
		String property = challengesProperty(name, certificate);
		if (challenges == null || challenges.isEmpty()) {
			throw new InvalidHttpsPropertyException(property, "", "It names no challenge type.",
					"Choose from http-01, tls-alpn-01, dns-01, dns-persist-01, or leave it out.");
		}
		return challenges;
	}

	private static String challengesProperty(String name, Certificate certificate) {
		return (certificate.challenges() != null) ? prefix(name, "challenges") : "https.acme.challenges";
	}

	private List<KeyType> keyTypes(String name, Certificate certificate) {
		List<String> configured = certificate.keyTypes();
		List<KeyType> keyTypes = new ArrayList<>();
		for (String keyType : (configured != null && !configured.isEmpty()) ? configured : List.of("ec-p256")) {
			try {
				keyTypes.add(KeyType.of(keyType));
			}
			catch (IllegalArgumentException ex) {
				throw new InvalidHttpsPropertyException(prefix(name, "key-types"), keyType,
						"There is no such key type.", "Choose from ec-p256, ec-p384, rsa-2048, rsa-3072, rsa-4096.",
						ex);
			}
		}
		return keyTypes;
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

	private String prefix(String name) {
		boolean shorthand = name.equals(HttpsProperties.DEFAULT_NAME)
				&& (this.properties.domains() != null || this.properties.named().isEmpty());
		if (shorthand) {
			return (this.properties.domains() != null) ? "https.domains" : "https.local.domains";
		}
		return prefix(name, "domains");
	}

	private static String prefix(String name, String property) {
		return "https.certificates." + name + "." + property;
	}

}
