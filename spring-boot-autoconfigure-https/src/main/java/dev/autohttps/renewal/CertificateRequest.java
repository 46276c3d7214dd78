package dev.autohttps.renewal;

import java.util.List;

import dev.autohttps.certificate.Domains;
import dev.autohttps.certificate.InvalidDomainException;
import dev.autohttps.certificate.KeyType;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A certificate that the application wants beside the configured ones.
 *
 * @param name what it is called: as {@code https.certificates.<name>}, unique among those
 * and the ones wanted at run time
 * @param domains the names it is for
 * @param keyTypes the kinds of key, a certificate for each
 * @param profile the CA's profile to ask for, or {@code null} for
 * {@code https.acme.profile}
 * @param challenges the challenge types that may prove control of the names, in the order
 * in which they are tried, or empty for {@code https.acme.challenges}
 */
public record CertificateRequest(String name, Domains domains, List<KeyType> keyTypes, @Nullable String profile,
		List<String> challenges) {

	public CertificateRequest {
		Assert.hasText(name, "The name of a certificate must not be empty");
		// It is written into logs and told to metrics, and may come from somebody else.
		Assert.isTrue(name.chars().noneMatch(Character::isISOControl),
				"The name of a certificate must not contain control characters");
		Assert.notNull(domains, "The domains of a certificate must not be null");
		Assert.notEmpty(keyTypes, "A certificate needs a type of key");
		keyTypes = keyTypes.stream().distinct().toList();
		challenges = List.copyOf(challenges);
	}

	/**
	 * Want a certificate with an ECDSA key on P-256, as configured ones have it by
	 * default.
	 * @param name what it is called
	 * @param domains the names it is for: host names such as {@code shop.example},
	 * wildcards or IP addresses
	 * @return the request
	 * @throws InvalidDomainException if there is none, if one cannot be in a certificate,
	 * or if one is there twice
	 */
	public static CertificateRequest of(String name, String... domains) {
		return new CertificateRequest(name, Domains.of(domains), List.of(KeyType.EC_P256), null, List.of());
	}

	/**
	 * Want it with other kinds of key.
	 * @param keyTypes one or more; a certificate is obtained for each and chosen by what
	 * a client can verify
	 * @return a request that differs in that
	 */
	public CertificateRequest withKeyTypes(KeyType... keyTypes) {
		return new CertificateRequest(this.name, this.domains, List.of(keyTypes), this.profile, this.challenges);
	}

	/**
	 * Want it with a profile of the CA.
	 * @param profile the profile, or {@code null} for the configured one
	 * @return a request that differs in that
	 */
	public CertificateRequest withProfile(@Nullable String profile) {
		return new CertificateRequest(this.name, this.domains, this.keyTypes, profile, this.challenges);
	}

	/**
	 * Prove control of its names in other ways.
	 * @param challenges such as {@code http-01}, in the order in which they are tried;
	 * none for the configured ones
	 * @return a request that differs in that
	 */
	public CertificateRequest withChallenges(String... challenges) {
		return new CertificateRequest(this.name, this.domains, this.keyTypes, this.profile, List.of(challenges));
	}

}
