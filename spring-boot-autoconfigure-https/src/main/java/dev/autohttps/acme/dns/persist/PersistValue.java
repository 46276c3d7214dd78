package dev.autohttps.acme.dns.persist;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What one of the TXT records of a name says of who may issue for it
 * (draft-ietf-acme-dns-persist).
 *
 * @param text its text
 * @param value what that means
 * @param until the moment after which it does not count any more, or {@code null} if it
 * counts for ever
 * @param fault what is wrong with its syntax, or {@code null} if nothing is
 */
record PersistValue(String text, IssueValue value, @Nullable Instant until, @Nullable String fault) {

	static PersistValue parse(String text) {
		IssueValue value = IssueValue.parse(text);
		String fault = "".equals(value.parameters().get("accounturi")) ? "accounturi is empty" : value.fault();
		String until = value.parameters().get("persistuntil");
		if (fault != null || until == null) {
			return new PersistValue(text, value, null, fault);
		}
		try {
			return new PersistValue(text, value, Instant.ofEpochSecond(Long.parseLong(until)), null);
		}
		catch (NumberFormatException | DateTimeException ex) {
			return new PersistValue(text, value, null,
					"persistUntil is '" + until + "', not a number of seconds since 1970");
		}
	}

	boolean isOf(PersistNeed need) {
		return need.issuers().contains(this.value.issuer());
	}

	/**
	 * Whether the time is all that it fails for.
	 */
	boolean isExpiredOnly(PersistNeed need, Instant now) {
		return isOf(need) && hasExpired(now) && faults(need, now).size() == 1;
	}

	/**
	 * Return why it does not do, nothing if it does.
	 */
	List<String> faults(PersistNeed need, Instant now) {
		if (!isOf(need)) {
			boolean almost = need.issuers().stream().anyMatch(this::isAlmost);
			return List.of(almost ? "must name the CA exactly as " + need.describeIssuers() : "is for another CA");
		}
		if (this.fault != null) {
			return List.of("is malformed: " + this.fault);
		}
		List<String> faults = new ArrayList<>();
		String account = this.value.parameters().get("accounturi");
		if (account == null) {
			faults.add("names no account (accounturi)");
		}
		else if (!account.equals(need.accountUri())) {
			faults.add(Objects.equals(host(account), host(need.accountUri()))
					? "is for another account, perhaps a former one"
					: "is for an account of another server, perhaps of the CA's staging server");
		}
		if (need.wildcard() && !"wildcard".equalsIgnoreCase(this.value.parameters().get("policy"))) {
			faults.add("lacks policy=wildcard");
		}
		if (hasExpired(now)) {
			faults.add("does not count any more since " + this.until + " (persistUntil)");
		}
		return faults;
	}

	private boolean hasExpired(Instant now) {
		return this.until != null && now.isAfter(this.until);
	}

	private boolean isAlmost(String issuer) {
		String named = this.value.issuer();
		return issuer.equalsIgnoreCase(named.endsWith(".") ? named.substring(0, named.length() - 1) : named);
	}

	private static @Nullable String host(String uri) {
		try {
			return URI.create(uri).getAuthority();
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}
