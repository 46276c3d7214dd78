package dev.autohttps.local;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;

import dev.autohttps.certificate.Domains;
import dev.autohttps.certificate.ServerCertificate;

/**
 * Makes self-signed certificates that keep the place of those that are not there yet. Who
 * looks at one reads in its name what it is.
 */
public final class PlaceholderCertificates implements Function<Domains, ServerCertificate> {

	/**
	 * The subject and issuer of a placeholder.
	 */
	public static final String NAME = "CN=Placeholder\\, no certificate was obtained yet,O=autohttps";

	private static final Duration VALIDITY = Duration.ofDays(365);

	private final InstantSource clock;

	public PlaceholderCertificates(InstantSource clock) {
		this.clock = clock;
	}

	/**
	 * Make a placeholder.
	 * @param domains the names it keeps the place for
	 * @return a fresh self-signed certificate
	 */
	@Override
	public ServerCertificate apply(Domains domains) {
		Instant now = this.clock.instant();
		return LocalCertificates.placeholder(NAME, domains, now, now.plus(VALIDITY));
	}

}
