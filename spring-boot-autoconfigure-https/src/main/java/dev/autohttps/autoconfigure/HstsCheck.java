package dev.autohttps.autoconfigure;

import java.time.Duration;

import dev.autohttps.autoconfigure.HttpsProperties.Hsts;

/**
 * Checks whether what is said about HSTS makes sense.
 */
final class HstsCheck {

	private static final Duration PRELOAD = Duration.ofDays(365);

	private HstsCheck() {
	}

	static void check(Hsts hsts) {
		Duration maxAge = hsts.maxAge();
		if (maxAge == null) {
			if (hsts.includeSubdomains() || hsts.preload()) {
				throw new InvalidHttpsPropertyException(
						hsts.preload() ? "https.hsts.preload" : "https.hsts.include-subdomains", true,
						"HSTS is off, since https.hsts.max-age is not set.",
						"Set https.hsts.max-age to how long browsers are to remember it, such as 365d, "
								+ "or leave this out.");
			}
			return;
		}
		if (maxAge.isNegative()) {
			throw new InvalidHttpsPropertyException("https.hsts.max-age", maxAge, "It is no length of time.",
					"Set it to how long browsers are to remember it, such as 365d; 0 has it forgotten.");
		}
		if (hsts.preload() && (!hsts.includeSubdomains() || maxAge.compareTo(PRELOAD) < 0)) {
			throw new InvalidHttpsPropertyException("https.hsts.preload", true,
					"Browsers take no name into their list without its subdomains, nor for less than a year.",
					"Set https.hsts.include-subdomains=true and https.hsts.max-age to 365d or more, "
							+ "or leave preload out.");
		}
	}

}
