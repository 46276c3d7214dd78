package dev.autohttps.renewal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

import dev.autohttps.certificate.AttemptRecord;
import dev.autohttps.certificate.CertificateIssuer;
import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.Failure;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * All issuers that one certificate may come from, in the order in which they are asked.
 */
final class Sources {

	private final List<Source> all;

	Sources(List<Source> all) {
		this.all = List.copyOf(all);
	}

	Source first() {
		return this.all.get(0);
	}

	List<CertificateIssuer> issuers() {
		return this.all.stream().map(Source::issuer).toList();
	}

	/**
	 * Return why nobody can be asked at once, or {@code null} if somebody can: the first
	 * that need not be waited for, but none after one that will soon be well again.
	 */
	@Nullable IssuanceException mustWait(@Nullable Held held, Instant now, boolean emergency) {
		IssuanceException soonest = null;
		for (Source source : this.all) {
			Failure waiting = source.waiting(now);
			IssuanceException wait = source.mustWait(held, now);
			if (wait == null) {
				return null;
			}
			if (soonest == null || Source.moment(wait).isBefore(Source.moment(soonest))) {
				soonest = wait;
			}
			if (waiting == null || !Failover.isGivenUp(waiting, emergency)) {
				return soonest;
			}
		}
		return soonest;
	}

	void forEach(Consumer<Source> action) {
		this.all.forEach(action);
	}

	/**
	 * Look again at what failed, perhaps in another process.
	 * @throws StoreException if the store cannot be read
	 */
	void refresh() {
		this.all.forEach(Source::refresh);
	}

	/**
	 * Look now and then whether somebody has mended what attempts failed for.
	 */
	void look(Instant now) {
		this.all.forEach((source) -> source.look(now));
	}

	/**
	 * Return whose turn it is: the first that need not be waited for, but none after one
	 * that will soon be well again.
	 */
	@Nullable Source turn(Instant now, boolean emergency) {
		for (Source source : this.all) {
			Failure waiting = source.waiting(now);
			if (waiting == null) {
				return source;
			}
			if (!Failover.isGivenUp(waiting, emergency)) {
				return null;
			}
		}
		return null;
	}

	/**
	 * Return when it is somebody's turn.
	 */
	Instant nextTry(Instant now, boolean emergency) {
		Instant next = Instant.MAX;
		for (Source source : this.all) {
			Failure waiting = source.waiting(now);
			if (waiting == null) {
				return now;
			}
			next = waiting.retryAt().isBefore(next) ? waiting.retryAt() : next;
			if (!Failover.isGivenUp(waiting, emergency)) {
				return next;
			}
		}
		return next;
	}

	@Nullable Failure lastFailure() {
		Failure last = null;
		for (Source source : this.all) {
			Failure failed = source.failure();
			if (failed != null && (last == null || failed.at().isAfter(last.at()))) {
				last = failed;
			}
		}
		return last;
	}

	/**
	 * Return the last attempts, the last one first.
	 * @throws StoreException if the store cannot be read
	 */
	List<AttemptRecord> attempts() {
		return this.all.stream()
			.flatMap((source) -> source.attempts().stream())
			.sorted(Comparator.comparing(AttemptRecord::startedAt).reversed())
			.toList();
	}

	/**
	 * Return the answers of the issuances that are stored, whoever began them.
	 * @throws StoreException if the store cannot be read
	 */
	List<ChallengeAnswer> answers() {
		List<ChallengeAnswer> stored = new ArrayList<>();
		this.all.forEach((source) -> stored.addAll(source.answers()));
		return stored;
	}

}
