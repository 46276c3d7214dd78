package dev.autohttps.acme;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.Issuance.Step;
import org.jspecify.annotations.Nullable;

/**
 * When to look at an order again, and for how long.
 */
final class OrderPace {

	static final Duration PATIENCE = Duration.ofMinutes(10);

	private static final Duration FIRST_LOOK = Duration.ofMillis(80);

	private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(5);

	private static final Duration SOON = Duration.ofSeconds(1);

	private final Supplier<@Nullable Instant> retryAfter;

	private final InstantSource clock;

	OrderPace(Supplier<@Nullable Instant> retryAfter, InstantSource clock) {
		this.retryAfter = retryAfter;
		this.clock = clock;
	}

	Issuance reached(Issuance issuance, Step step) {
		Instant now = this.clock.instant();
		Map<String, String> details = new HashMap<>(issuance.details());
		details.put(OrderDetails.SINCE, now.toString());
		boolean waiting = step == Step.CHALLENGES_ANSWERED || step == Step.FINALIZED;
		return issuance.with(details).after(step, waiting ? now.plus(FIRST_LOOK) : now);
	}

	/**
	 * Look again soon at first, then seldomer, and never before the CA wants it.
	 */
	Issuance lookAgain(Issuance issuance) {
		Instant next = this.clock.instant().plus(interval(issuance));
		Instant wanted = this.retryAfter.get();
		return issuance.after(issuance.step(), (wanted != null && wanted.isAfter(next)) ? wanted : next);
	}

	private Duration interval(Issuance issuance) {
		Duration interval = waited(issuance).dividedBy(2);
		if (interval.compareTo(FIRST_LOOK) < 0) {
			return FIRST_LOOK;
		}
		return (interval.compareTo(LONGEST_INTERVAL) > 0) ? LONGEST_INTERVAL : interval;
	}

	/**
	 * Look again soon at what is done on this side.
	 */
	Issuance lookSoon(Issuance issuance) {
		Instant now = this.clock.instant();
		Duration interval = interval(issuance);
		return issuance.after(issuance.step(), now.plus((interval.compareTo(SOON) > 0) ? SOON : interval));
	}

	/**
	 * Return whether an issuance is at the same step for no longer than it may be.
	 */
	boolean isPatient(Issuance issuance) {
		return waited(issuance).compareTo(PATIENCE) <= 0;
	}

	Duration waited(Issuance issuance) {
		Instant now = this.clock.instant();
		return Duration.between(Instant.parse(issuance.details().getOrDefault(OrderDetails.SINCE, now.toString())),
				now);
	}

}
