package dev.autohttps.acme;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.Domain;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.Issuance.Step;
import dev.autohttps.certificate.IssuanceException;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Identifier;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.OrderBuilder;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.exception.AcmeException;

/**
 * The steps of an order (RFC 8555 section 7.4). Each looks at the order's own state
 * first, since a step may have been taken by a process that was killed before it could
 * say so.
 */
final class AcmeOrders {

	private static final String ORDER = "order";

	private static final String ACCOUNT = "account";

	private static final String PROFILE = "profile";

	private static final String SINCE = "since";

	private static final String CHALLENGE = "challenge.";

	private static final Duration FIRST_LOOK = Duration.ofMillis(80);

	private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(5);

	private static final Duration PATIENCE = Duration.ofMinutes(10);

	/**
	 * An order is invalid with the first name that is. What the CA says soon after of the
	 * others may spare a further order.
	 */
	private static final Duration UNDECIDED = Duration.ofSeconds(30);

	private final ChallengeChoice choice;

	private final Fallback fallback;

	private final AcmeFailures failures;

	private final Supplier<@Nullable Instant> retryAfter;

	private final InstantSource clock;

	AcmeOrders(ChallengeSolvers solvers, AcmeFailures failures, Supplier<@Nullable Instant> retryAfter,
			InstantSource clock) {
		this.choice = new ChallengeChoice(solvers);
		this.fallback = new Fallback(this.choice, failures);
		this.failures = failures;
		this.retryAfter = retryAfter;
		this.clock = clock;
	}

	Issuance advance(Issuance issuance, Login login) throws AcmeException, IssuanceException {
		if (issuance.step() != Step.KEY_MADE) {
			checkOwner(issuance, login);
		}
		return switch (issuance.step()) {
			case KEY_MADE -> place(issuance, login);
			case ORDER_PLACED -> prepare(issuance, login, order(issuance, login));
			case ANSWERS_OFFERED -> answer(issuance, login);
			case CHALLENGES_ANSWERED -> finalizeOrder(issuance, order(issuance, login));
			case FINALIZED -> download(issuance, order(issuance, login));
			case ISSUED -> issuance;
		};
	}

	/**
	 * An order belongs to the account and was placed for the profile of its time.
	 */
	private void checkOwner(Issuance issuance, Login login) throws IssuanceException {
		if (!login.getAccountLocation().toString().equals(issuance.details().get(ACCOUNT))) {
			throw this.failures.spoiled("the order belongs to another account, so a new one is placed",
					FailureKind.UNAVAILABLE);
		}
		if (!Objects.equals(issuance.spec().profile(), issuance.details().get(PROFILE))) {
			throw this.failures.spoiled("the order is for another profile, so a new one is placed",
					FailureKind.UNAVAILABLE);
		}
	}

	private Issuance place(Issuance issuance, Login login) throws AcmeException {
		OrderBuilder builder = login.newOrder();
		for (Domain domain : issuance.spec().domains()) {
			builder.identifier((domain.type() == Domain.Type.IP) ? ip(domain.name()) : Identifier.dns(domain.name()));
		}
		String profile = issuance.spec().profile();
		if (profile != null) {
			builder.profile(profile);
		}
		Order order = builder.create();
		Map<String, String> details = new HashMap<>(TriedChallenges.of(issuance).details());
		details.put(ACCOUNT, login.getAccountLocation().toString());
		details.put(ORDER, order.getLocation().toString());
		if (profile != null) {
			details.put(PROFILE, profile);
		}
		return reached(issuance.with(details), Step.ORDER_PLACED);
	}

	/**
	 * The URLs of what the CA made for this order.
	 */
	static Set<String> urls(Issuance issuance) {
		return issuance.details()
			.entrySet()
			.stream()
			.filter((detail) -> detail.getKey().equals(ORDER) || detail.getKey().startsWith(CHALLENGE))
			.map(Map.Entry::getValue)
			.collect(Collectors.toSet());
	}

	private Issuance prepare(Issuance issuance, Login login, Order order) throws AcmeException, IssuanceException {
		if (order.getStatus() != Status.PENDING) {
			return reached(issuance, Step.CHALLENGES_ANSWERED);
		}
		List<ChallengeAnswer> answers = new ArrayList<>();
		OfferedChallenges offered = new OfferedChallenges();
		Map<String, String> details = new HashMap<>(issuance.details());
		for (Authorization authorization : order.getAuthorizations()) {
			authorization.fetch();
			if (authorization.getStatus() == Status.PENDING) {
				Domain domain = Refusal.domain(authorization);
				ChallengeSolver solver = choose(issuance, domain, offered.add(domain, authorization));
				Challenge challenge = authorization.findChallenge(solver.type()).orElseThrow();
				details.put(CHALLENGE + answers.size(), challenge.getLocation().toString());
				answers.add(solver.answer(domain.identifier(), challenge));
			}
		}
		details.putAll(offered.details());
		return reached(issuance.with(details).offering(answers), Step.ANSWERS_OFFERED);
	}

	private ChallengeSolver choose(Issuance issuance, Domain domain, List<String> offered) throws IssuanceException {
		List<String> configured = issuance.spec().challenges();
		TriedChallenges tried = TriedChallenges.of(issuance);
		this.choice.explain(domain, configured, offered);
		List<ChallengeSolver> left = this.choice.left(domain, configured, offered, tried);
		if (!left.isEmpty()) {
			return left.get(0);
		}
		throw !tried.failed().isEmpty() ? this.fallback.exhausted(tried)
				: this.failures
					.spoiled("the CA offers for " + domain + " the challenges " + offered.stream().sorted().toList()
							+ ", of which this application can answer none (https.acme.challenges: "
							+ String.join(", ", configured) + ")", FailureKind.ACTION_REQUIRED);
	}

	private Issuance answer(Issuance issuance, Login login) throws AcmeException {
		for (int i = 0; issuance.details().containsKey(CHALLENGE + i); i++) {
			Challenge challenge = login.bindChallenge(url(issuance.details().get(CHALLENGE + i)));
			if (challenge.getStatus() == Status.PENDING) {
				challenge.trigger();
			}
		}
		return reached(issuance, Step.CHALLENGES_ANSWERED);
	}

	private Issuance finalizeOrder(Issuance issuance, Order order) throws AcmeException, IssuanceException {
		return switch (order.getStatus()) {
			case READY -> {
				order.execute(CertificateRequest.encode(issuance.key(), issuance.spec().id().keyType(),
						issuance.spec().domains()));
				yield reached(issuance, Step.FINALIZED);
			}
			case PROCESSING, VALID -> reached(issuance, Step.FINALIZED);
			case INVALID -> {
				Refusal refusal = Refusal.of(order);
				yield (refusal.undecided() && waited(issuance).compareTo(UNDECIDED) < 0) ? soon(issuance)
						: this.fallback.after(issuance, refusal, this.clock.instant());
			}
			default -> later(issuance, order, "validate the names");
		};
	}

	private Issuance download(Issuance issuance, Order order) throws AcmeException, IssuanceException {
		return switch (order.getStatus()) {
			case VALID -> issuance.issued(order.getCertificate().getCertificateChain());
			case INVALID -> throw this.failures.invalid(Refusal.of(order).problems(), null);
			// The CA never got the signing request, or forgot it.
			case PENDING, READY -> reached(issuance, Step.CHALLENGES_ANSWERED);
			default -> later(issuance, order, "issue the certificate");
		};
	}

	/**
	 * Read the order as it is now.
	 */
	private static Order order(Issuance issuance, Login login) throws AcmeException {
		Order order = login.bindOrder(url(issuance.details().get(ORDER)));
		order.fetch();
		return order;
	}

	private Issuance later(Issuance issuance, Order order, String what) throws AcmeException, IssuanceException {
		if (waited(issuance).compareTo(PATIENCE) <= 0) {
			return soon(issuance);
		}
		// Some CAs leave an order pending whose challenge failed, and say so there.
		Refusal refusal = Refusal.of(order);
		if (!refusal.problems().isEmpty()) {
			return this.fallback.after(issuance, refusal, this.clock.instant());
		}
		throw this.failures.spoiled("the CA did not " + what + " within " + PATIENCE.toMinutes() + " minutes",
				FailureKind.UNAVAILABLE);
	}

	private Duration waited(Issuance issuance) {
		Instant now = this.clock.instant();
		return Duration.between(Instant.parse(issuance.details().getOrDefault(SINCE, now.toString())), now);
	}

	/**
	 * Look again soon at first, then seldomer, and never before the CA wants it.
	 */
	private Issuance soon(Issuance issuance) {
		Duration interval = waited(issuance).dividedBy(2);
		if (interval.compareTo(FIRST_LOOK) < 0) {
			interval = FIRST_LOOK;
		}
		if (interval.compareTo(LONGEST_INTERVAL) > 0) {
			interval = LONGEST_INTERVAL;
		}
		Instant next = this.clock.instant().plus(interval);
		Instant wanted = this.retryAfter.get();
		return issuance.after(issuance.step(), (wanted != null && wanted.isAfter(next)) ? wanted : next);
	}

	private Issuance reached(Issuance issuance, Step step) {
		Instant now = this.clock.instant();
		Map<String, String> details = new HashMap<>(issuance.details());
		details.put(SINCE, now.toString());
		boolean waiting = step == Step.CHALLENGES_ANSWERED || step == Step.FINALIZED;
		return issuance.with(details).after(step, waiting ? now.plus(FIRST_LOOK) : now);
	}

	private static Identifier ip(String address) {
		return new Identifier(Identifier.TYPE_IP, address);
	}

	private static URL url(@Nullable String text) throws AcmeException {
		try {
			return URI.create(String.valueOf(text)).toURL();
		}
		catch (MalformedURLException | IllegalArgumentException ex) {
			throw new AcmeException("The issuance has no URL where one is needed", ex);
		}
	}

}
