package dev.autohttps.acme.dns.persist;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

import dev.autohttps.acme.ChallengeRequest;
import dev.autohttps.acme.ChallengeSolver;
import dev.autohttps.acme.Readiness;
import dev.autohttps.acme.RecordRequest;
import dev.autohttps.acme.dns.Dns;
import dev.autohttps.acme.dns.DnsAnswer;
import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.Domain;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.Store;
import dev.autohttps.certificate.WantedRecord;
import dev.autohttps.certificate.WantedRecord.State;
import org.jspecify.annotations.Nullable;

/**
 * Proves control by a TXT record that somebody creates once, and that stays
 * (draft-ietf-acme-dns-persist).
 */
public final class DnsPersist01ChallengeSolver implements ChallengeSolver {

	/**
	 * The challenge type.
	 */
	public static final String TYPE = "dns-persist-01";

	private static final Duration FRESH = Duration.ofSeconds(5);

	private final Supplier<Dns> dns;

	private final PersistLookRepository looks;

	private final Predicate<String> wildcards;

	private final InstantSource clock;

	private final Map<PersistNeed, Allowed> allowed = new ConcurrentHashMap<>();

	/**
	 * Create a new solver.
	 * @param dns who is asked for the records
	 * @param store where it is kept what was seen
	 * @param wildcards whether a wildcard of a name is wanted, so that one record is
	 * asked for that is good for both
	 * @param clock the time
	 */
	public DnsPersist01ChallengeSolver(Supplier<Dns> dns, Supplier<Store> store, Predicate<String> wildcards,
			InstantSource clock) {
		this.dns = dns;
		this.looks = new PersistLookRepository(store);
		this.wildcards = wildcards;
		this.clock = clock;
	}

	@Override
	public String type() {
		return TYPE;
	}

	@Override
	public boolean proves(Domain domain) {
		return domain.type() != Domain.Type.IP;
	}

	@Override
	public boolean needsRecord() {
		return true;
	}

	@Override
	public boolean isBlocked(ChallengeRequest request) {
		PersistNeed need = PersistNeed.of(request);
		return need.issuers().isEmpty() || !look(need).allows();
	}

	@Override
	public ChallengeAnswer answer(ChallengeRequest request) {
		return new ChallengeAnswer(TYPE, request.identifier(), "", PersistNeed.of(request).content());
	}

	@Override
	public Readiness prepare(ChallengeAnswer answer, String issuance) throws IssuanceException {
		PersistNeed need = PersistNeed.of(answer);
		if (need.issuers().isEmpty()) {
			throw new IssuanceException("the CA offers dns-persist-01 for " + need.identifier()
					+ " without the names by which records mean it (issuer-domain-names), or with too many; what later versions of its draft than 01 say is not understood",
					FailureKind.ACTION_REQUIRED, true, null, null, null);
		}
		PersistVerdict verdict = look(need);
		if (verdict.allows()) {
			return Readiness.READY;
		}
		throw new IssuanceException(
				need.identifier() + " is to be proven by a DNS record that somebody must create: "
						+ wanted(need, verdict, this.clock.instant(), true).line() + " (" + verdict.seen() + ")",
				FailureKind.DNS, false, null, null, null);
	}

	@Override
	public @Nullable WantedRecord record(RecordRequest request) {
		PersistLook last = this.looks.find(request.account(), request.identifier());
		return (last != null) ? wanted(request, last) : null;
	}

	@Override
	public @Nullable WantedRecord look(RecordRequest request) {
		PersistLook last = this.looks.find(request.account(), request.identifier());
		List<String> issuers = (last != null) ? last.issuers() : request.identities().get();
		if (issuers.isEmpty()) {
			return null;
		}
		PersistNeed need = new PersistNeed(request.identifier(), issuers,
				(last != null) ? last.accountUri() : request.account(), request.account(), request.wildcard());
		PersistLook look = new PersistLook(issuers, need.accountUri(), ask(need), this.clock.instant(),
				last != null && last.relied());
		this.looks.save(request.account(), request.identifier(), look);
		return wanted(request, look);
	}

	/**
	 * In an order that waits for something else as well, it is asked for again and again:
	 * what allows it does so for a moment.
	 */
	private PersistVerdict look(PersistNeed need) {
		Instant now = this.clock.instant();
		Allowed allowed = this.allowed.get(need);
		if (allowed != null && Duration.between(allowed.at(), now).abs().compareTo(FRESH) < 0) {
			return allowed.verdict();
		}
		DnsAnswer answer = ask(need);
		PersistVerdict verdict = PersistVerdict.of(answer, need, now);
		this.looks.save(need.account(), need.identifier(),
				new PersistLook(need.issuers(), need.accountUri(), answer, now, verdict.allows()));
		this.allowed.values().removeIf((one) -> !one.at().plus(FRESH).isAfter(now));
		if (verdict.allows()) {
			this.allowed.put(need, new Allowed(verdict, now));
		}
		return verdict;
	}

	private DnsAnswer ask(PersistNeed need) {
		return this.dns.get().ask(need.name(), "TXT");
	}

	private WantedRecord wanted(RecordRequest request, PersistLook look) {
		PersistNeed need = new PersistNeed(request.identifier(), look.issuers(), look.accountUri(), request.account(),
				request.wildcard());
		PersistVerdict verdict = PersistVerdict.of(look.answer(), need, this.clock.instant());
		return wanted(need, verdict, look.at(), request.onlyWay() || look.relied());
	}

	private WantedRecord wanted(PersistNeed need, PersistVerdict verdict, Instant lookedAt, boolean required) {
		boolean pair = need.wildcard() || this.wildcards.test(need.identifier());
		PersistNeed advised = pair ? need.forWildcards() : need;
		return new WantedRecord(need.identifier(), advised.name(), advised.value(), verdict.state(), verdict.seen(),
				verdict.until(), lookedAt, required);
	}

	/**
	 * What was seen a moment ago.
	 */
	private record Allowed(PersistVerdict verdict, Instant at) {

	}

}
