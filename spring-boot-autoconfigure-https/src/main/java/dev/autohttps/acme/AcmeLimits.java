package dev.autohttps.acme;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.autohttps.certificate.RateLimit;
import dev.autohttps.certificate.RateLimit.Kind;

/**
 * What a CA limits, which is not asked of it once it is used up.
 *
 * @param limits the limits, none if nothing is limited
 * @param replacementsExempt whether orders that tell which certificate they replace (RFC
 * 9773) count neither as orders nor as certificates
 */
public record AcmeLimits(List<RateLimit> limits, boolean replacementsExempt) {

	/**
	 * Nothing is limited.
	 */
	public static final AcmeLimits NONE = new AcmeLimits(List.of(), false);

	/**
	 * What the CAs publish.
	 */
	private static final Map<AcmeServer, AcmeLimits> KNOWN = Map.of(AcmeServer.of("letsencrypt"),
			letsEncrypt(10, 300, 5, 5), AcmeServer.of("letsencrypt-staging"), letsEncrypt(50, 1500, 30000, 200));

	public AcmeLimits {
		limits = List.copyOf(limits);
	}

	/**
	 * Return what is known of a CA's limits.
	 * @param server the CA
	 * @return its limits, {@link #NONE} if none are known
	 */
	public static AcmeLimits of(AcmeServer server) {
		return KNOWN.getOrDefault(server, NONE);
	}

	private static AcmeLimits letsEncrypt(int accounts, int orders, int certificates, int failures) {
		return new AcmeLimits(List.of(new RateLimit(Kind.NEW_ACCOUNTS, accounts, Duration.ofHours(3)),
				new RateLimit(Kind.NEW_ORDERS, orders, Duration.ofHours(3)),
				new RateLimit(Kind.CERTIFICATES, certificates, Duration.ofDays(7)),
				new RateLimit(Kind.FAILED_VALIDATIONS, failures, Duration.ofHours(1))), true);
	}

}
