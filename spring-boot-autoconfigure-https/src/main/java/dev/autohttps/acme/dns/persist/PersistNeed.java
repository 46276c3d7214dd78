package dev.autohttps.acme.dns.persist;

import java.net.URL;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

import dev.autohttps.acme.ChallengeRequest;
import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.Domain;
import org.shredzone.acme4j.toolbox.JSON;
import org.shredzone.acme4j.toolbox.JSON.Value;

/**
 * What a record must say so that a CA takes it for a proof.
 *
 * @param identifier the name that is proven, without a wildcard's {@code *.}
 * @param issuers the names one of which must be the CA's, none if it gave none that can
 * be used
 * @param accountUri how the account is written in it
 * @param account the URL of the account
 * @param wildcard whether it must be good for wildcards
 */
record PersistNeed(String identifier, List<String> issuers, String accountUri, String account, boolean wildcard) {

	private static final String LABEL = "_validation-persist.";

	/**
	 * More than these a challenge must not have.
	 */
	private static final int MOST_ISSUERS = 10;

	private static final Pattern ISSUER = Pattern.compile("[a-z0-9.-]{1,253}");

	PersistNeed {
		issuers = List.copyOf(issuers);
	}

	static PersistNeed of(ChallengeRequest request) {
		JSON challenge = request.challenge().getJSON();
		URL account = request.account();
		List<String> issuers = challenge.get("issuer-domain-names").asArray().stream().map(Value::asString).toList();
		boolean sound = issuers.size() <= MOST_ISSUERS
				&& issuers.stream().allMatch((issuer) -> ISSUER.matcher(issuer).matches());
		return new PersistNeed(request.identifier(), sound ? issuers : List.of(),
				challenge.get("accounturi").map(Value::asString).filter(IssueValue::isValue).orElse(account.toString()),
				account.toString(), request.domain().type() == Domain.Type.WILDCARD);
	}

	/**
	 * Read what an answer was made of.
	 */
	static PersistNeed of(ChallengeAnswer answer) {
		String[] parts = answer.content().split("; ", -1);
		List<String> rest = Arrays.asList(parts).subList(Math.min(parts.length, 3), parts.length);
		return new PersistNeed(answer.identifier(),
				Arrays.stream(parts[0].split(" ")).filter((issuer) -> !issuer.isEmpty()).toList(),
				(parts.length > 1) ? parts[1] : "", (parts.length > 2) ? parts[2] : "", rest.contains("wildcard"));
	}

	/**
	 * Return all of it but the identifier as one text.
	 */
	String content() {
		return String.join("; ", String.join(" ", this.issuers), this.accountUri, this.account,
				this.wildcard ? "wildcard" : "host");
	}

	/**
	 * Return the name that is to have the record.
	 */
	String name() {
		return LABEL + this.identifier;
	}

	/**
	 * Return the text that the record is to have.
	 */
	String value() {
		return this.issuers.get(0) + "; accounturi=" + this.accountUri + (this.wildcard ? "; policy=wildcard" : "");
	}

	String describeIssuers() {
		return String.join(" or ", this.issuers);
	}

	PersistNeed forWildcards() {
		return new PersistNeed(this.identifier, this.issuers, this.accountUri, this.account, true);
	}

}
