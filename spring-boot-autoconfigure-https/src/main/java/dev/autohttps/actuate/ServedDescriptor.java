package dev.autohttps.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.autohttps.certificate.LiveCertificate;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.Standing;

/**
 * A certificate that is served.
 *
 * @param standing what it is worth to a client
 * @param subject its subject, often empty since clients look at the domains
 * @param issuer the subject of the certificate that signed it
 * @param domains the names it is for, by its own account
 * @param serial its serial number in hexadecimal
 * @param fingerprint its SHA-256 fingerprint in hexadecimal
 * @param notBefore the first moment at which it is valid
 * @param notAfter the last moment at which it is valid
 * @param lifetimeUsed the share of its lifetime that is over, from 0 to 1
 * @param chain the certificates that are sent with it, itself first
 */
public record ServedDescriptor(Standing standing, String subject, String issuer, List<String> domains, String serial,
		String fingerprint, Instant notBefore, Instant notAfter, double lifetimeUsed, List<ChainDescriptor> chain) {

	static ServedDescriptor of(LiveCertificate live, Instant now) {
		ServerCertificate certificate = live.certificate();
		return new ServedDescriptor(live.standing(), certificate.leaf().getSubjectX500Principal().getName(),
				certificate.leaf().getIssuerX500Principal().getName(), certificate.names(), certificate.serial(),
				certificate.alias(), certificate.notBefore(), certificate.notAfter(), used(certificate, now),
				certificate.chain().stream().map(ChainDescriptor::of).toList());
	}

	/**
	 * Return the share of a lifetime that is over, from 0 to 1.
	 */
	static double used(ServerCertificate certificate, Instant now) {
		double used = Duration.between(certificate.notBefore(), now).toMillis();
		double share = used / Math.max(1, certificate.lifetime().toMillis());
		// Four digits are a hundredth of a percent.
		return Math.round(Math.max(0, Math.min(1, share)) * 10_000) / 10_000.0;
	}

}
