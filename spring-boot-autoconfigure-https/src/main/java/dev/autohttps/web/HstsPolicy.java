package dev.autohttps.web;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

import dev.autohttps.certificate.LiveCertificate;
import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.certificate.Standing;
import org.jspecify.annotations.Nullable;

/**
 * Tells clients to come over HTTPS only (RFC 6797): those that came over HTTPS, to a name
 * that has a valid certificate which every client trusts.
 */
public final class HstsPolicy {

	/**
	 * The header field.
	 */
	public static final String HEADER = "Strict-Transport-Security";

	private final LiveCertificates live;

	private final InstantSource clock;

	private final @Nullable String value;

	/**
	 * Create a new policy.
	 * @param live what is served
	 * @param clock the clock of the certificates
	 * @param maxAge how long a client is to remember it; zero has it forgotten,
	 * {@code null} says nothing to anybody
	 * @param includeSubdomains whether it is for all names below, too
	 * @param preload whether browsers may have it built in
	 */
	public HstsPolicy(LiveCertificates live, InstantSource clock, @Nullable Duration maxAge, boolean includeSubdomains,
			boolean preload) {
		this.live = live;
		this.clock = clock;
		this.value = (maxAge != null) ? "max-age=" + maxAge.toSeconds()
				+ (includeSubdomains ? "; includeSubDomains" : "") + (preload ? "; preload" : "") : null;
	}

	/**
	 * Return the value of the header field for the answer to a request.
	 * @param secure whether the client speaks HTTPS
	 * @param host the host that it asks for
	 * @return the value, or {@code null} if there is to be none
	 */
	@Nullable String value(boolean secure, @Nullable String host) {
		String name = (this.value != null && secure && host != null) ? HttpQuestion.hostName(host) : null;
		List<LiveCertificate> certificates = (name != null) ? this.live.current().findExactly(name) : List.of();
		boolean lasting = !certificates.isEmpty() && certificates.stream().allMatch(this::isLasting);
		return lasting ? this.value : null;
	}

	private boolean isLasting(LiveCertificate one) {
		return one.standing() == Standing.PRODUCTION && one.certificate().notAfter().isAfter(this.clock.instant());
	}

}
