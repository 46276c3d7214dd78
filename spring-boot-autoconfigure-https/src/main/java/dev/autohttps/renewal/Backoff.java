package dev.autohttps.renewal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;

import dev.autohttps.certificate.FailureKind;
import org.jspecify.annotations.Nullable;

/**
 * Decides when to try again after a failure, by what will help.
 */
public final class Backoff {

	private static final Duration DAY = Duration.ofDays(1);

	/**
	 * What Let's Encrypt asks of its clients.
	 */
	private static final List<Duration> ACTION_REQUIRED = List.of(Duration.ofMinutes(1), Duration.ofMinutes(10),
			Duration.ofMinutes(100), DAY);

	/**
	 * The CA is not asked for anything then that it counts.
	 */
	private static final List<Duration> PREVENTED = List.of(Duration.ofMinutes(1), Duration.ofMinutes(2),
			Duration.ofMinutes(5), Duration.ofMinutes(10));

	/**
	 * It may pass by itself, and is gone on with where it stands.
	 */
	private static final List<Duration> DNS = List.of(Duration.ofSeconds(10), Duration.ofMinutes(1),
			Duration.ofMinutes(2), Duration.ofMinutes(5), Duration.ofMinutes(10));

	private static final List<Duration> RATE_LIMITED = List.of(Duration.ofHours(1), Duration.ofHours(3),
			Duration.ofHours(6), DAY);

	/**
	 * Between tries that the CA's word allows: one is free again then, and there may be
	 * many who wait for it.
	 */
	private static final List<Duration> QUEUED = List.of(Duration.ofMinutes(1), Duration.ofMinutes(5),
			Duration.ofMinutes(15), Duration.ofMinutes(30), Duration.ofHours(1));

	private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);

	private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

	/**
	 * A CA that asks to be left alone for longer than this is mistaken: the longest
	 * limits of known ones are those of a week.
	 */
	private static final Duration LONGEST_BAN = Duration.ofDays(8);

	private static final double SPREAD = 0.2;

	private final RandomGenerator random;

	public Backoff(RandomGenerator random) {
		this.random = random;
	}

	/**
	 * Decide when to try again.
	 * @param kind what will help
	 * @param count how many failures there were in a row, at least one
	 * @param now the present moment
	 * @param retryAfter the moment before which the CA does not want to be asked, or
	 * {@code null} if it did not say
	 * @return the moment, which is never before that
	 */
	public Instant next(FailureKind kind, int count, Instant now, @Nullable Instant retryAfter) {
		return next(kind, count, now, retryAfter, null);
	}

	/**
	 * Decide when to try again if there is little time.
	 * @param kind what will help
	 * @param count how many failures there were in a row, at least one
	 * @param now the present moment
	 * @param retryAfter the moment before which the CA does not want to be asked, or
	 * {@code null} if it did not say
	 * @param longest the longest pause that there is time for, or {@code null} for any
	 * @return the moment, which is never before the CA wants it
	 */
	public Instant next(FailureKind kind, int count, Instant now, @Nullable Instant retryAfter,
			@Nullable Duration longest) {
		Duration pause = switch (kind) {
			case ACTION_REQUIRED, INTERNAL -> step(ACTION_REQUIRED, count);
			case PREVENTED -> step(PREVENTED, count);
			case DNS -> step(DNS, count);
			case TERMS -> DAY;
			// Without a word from the CA there is no use in hurrying.
			case RATE_LIMITED -> step((retryAfter != null) ? QUEUED : RATE_LIMITED, count);
			case UNAVAILABLE, STORE -> growing(count);
		};
		if (longest != null && pause.compareTo(longest) > 0) {
			pause = longest;
		}
		Instant next = now.plusMillis((long) (pause.toMillis() * (1 + SPREAD * this.random.nextDouble())));
		if (retryAfter == null || retryAfter.isBefore(next)) {
			return next;
		}
		Instant bearable = now.plus(LONGEST_BAN);
		if (retryAfter.isAfter(bearable)) {
			return bearable;
		}
		double spread = (kind == FailureKind.RATE_LIMITED) ? 1 : SPREAD;
		return retryAfter.plusMillis((long) (pause.toMillis() * spread * this.random.nextDouble()));
	}

	private static Duration step(List<Duration> steps, int count) {
		return steps.get(Math.min(count, steps.size()) - 1);
	}

	private static Duration growing(int count) {
		Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(count - 1, 20));
		return (pause.compareTo(LONGEST_PAUSE) > 0) ? LONGEST_PAUSE : pause;
	}

}
