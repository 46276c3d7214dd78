package dev.autohttps.certificate;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A certificate that is wanted.
 *
 * @param id which one it is
 * @param domains the names it is for
 * @param profile the CA's profile to ask for, or {@code null} for the CA's default
 * @param challenges the challenge types that may prove control of the names, in the order
 * in which they are tried
 */
public record CertificateSpec(CertificateId id, Domains domains, @Nullable String profile, List<String> challenges) {

	public CertificateSpec {
		challenges = List.copyOf(challenges);
	}

}
