package dev.autohttps.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.autohttps.acme.AcmeLimits;
import dev.autohttps.acme.AcmeServer;
import dev.autohttps.autoconfigure.HttpsProperties.Acme.Limit;
import dev.autohttps.autoconfigure.HttpsProperties.Acme.Limits;
import dev.autohttps.certificate.RateLimit;
import dev.autohttps.certificate.RateLimit.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a CA as they are configured, over those that are known of it.
 */
final class LimitSettings {

	private static final Duration LONGEST = Duration.ofDays(366);

	private LimitSettings() {
	}

	static AcmeLimits of(AcmeServer server, Limits limits) {
		return of(server, limits, "https.acme");
	}

	static AcmeLimits of(AcmeServer server, Limits limits, String owner) {
		String prefix = owner + ".limits.";
		AcmeLimits known = AcmeLimits.of(server);
		List<RateLimit> result = new ArrayList<>();
		for (Kind kind : Kind.values()) {
			RateLimit limit = limit(prefix, kind, of(kind, limits), find(known, kind));
			if (limit != null) {
				result.add(limit);
			}
		}
		return limits.enabled() ? new AcmeLimits(result, known.replacementsExempt()) : AcmeLimits.NONE;
	}

	private static Limit of(Kind kind, Limits limits) {
		return switch (kind) {
			case NEW_ACCOUNTS -> limits.newAccounts();
			case NEW_ORDERS -> limits.newOrders();
			case CERTIFICATES -> limits.certificates();
			case FAILED_VALIDATIONS -> limits.failedValidations();
		};
	}

	private static @Nullable RateLimit find(AcmeLimits known, Kind kind) {
		return known.limits().stream().filter((limit) -> limit.kind() == kind).findFirst().orElse(null);
	}

	private static @Nullable RateLimit limit(String prefix, Kind kind, Limit configured, @Nullable RateLimit known) {
		Integer count = configured.count();
		Duration period = configured.period();
		if (count == null && period == null) {
			return known;
		}
		if (count != null && count < 1) {
			throw new InvalidHttpsPropertyException(property(prefix, kind, "count"), count, "It allows nothing.",
					"Set it to 1 or more, or lift all limits with " + prefix + "enabled=false.");
		}
		if (period != null && (period.isNegative() || period.isZero() || period.compareTo(LONGEST) > 0)) {
			throw new InvalidHttpsPropertyException(property(prefix, kind, "period"), period,
					"It is no period of a CA's limit.", "Set it to a time such as 3h or 7d, of a year at most.");
		}
		if (known != null) {
			count = (count != null) ? count : known.count();
			period = (period != null) ? period : known.period();
		}
		if (count == null || period == null) {
			throw new InvalidHttpsPropertyException(property(prefix, kind, (count == null) ? "count" : "period"), null,
					"The limits of this CA are not known, so one half of this one is missing.",
					"Set both " + property(prefix, kind, "count") + " and " + property(prefix, kind, "period")
							+ ", or neither.");
		}
		return new RateLimit(kind, count, period);
	}

	private static String property(String prefix, Kind kind, String half) {
		return prefix + kind.id() + "." + half;
	}

}
