package dev.autohttps.acme.dns.rfc2136;

import java.io.IOException;
import java.math.BigInteger;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import dev.autohttps.acme.dns.DnsRecordsException;
import dev.autohttps.acme.dns.rfc2136.Rfc2136Settings.Key;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIGRecord;

/**
 * What goes wrong with updates, in words that tell what to do.
 *
 * @param settings the server and how it is asked
 * @param clock the clock that the key signs with
 */
record Rfc2136Failures(Rfc2136Settings settings, Clock clock) {

	private static final String NAME_THE_PRIMARY = "; name the zone's primary server";

	DnsRecordsException toQuestion(Message answer, Name name) {
		String said = said(answer, "when asked for the zone of " + text(name));
		return switch (answer.getRcode()) {
			case Rcode.REFUSED ->
				lasting(said + "it has no zone with that name, or does not let this machine ask" + NAME_THE_PRIMARY);
			case Rcode.NOTAUTH -> lasting(said + notAuthenticated(answer,
					unknownKey()
							+ "or lets it change nothing there; compare the key's name and algorithm with the server's "
							+ "configuration"));
			default -> other(answer, said);
		};
	}

	DnsRecordsException toUpdate(Message answer, Name name, Name zone) {
		String said = said(answer, "to the update of " + text(name) + " in zone " + text(zone));
		return switch (answer.getRcode()) {
			case Rcode.REFUSED -> lasting(said + notAllowed(name));
			case Rcode.NOTAUTH -> lasting(said + notAuthenticated(answer, badKey(name)));
			case Rcode.NOTZONE -> lasting(said + "the name is not in that zone; name the zone that it is in, or none");
			case Rcode.YXRRSET -> lasting(said + "the name is an alias (CNAME) and can have no other record; "
					+ "let values be published where it leads, or remove the alias");
			default -> other(answer, said);
		};
	}

	// Knot says so of a key that it knows as well, if that may not change the name. Where
	// the key has signed the question for the zone before, it is known.
	private String badKey(Name name) {
		return (this.settings.zone() == null) ? notAllowed(name)
				: unknownKey() + "or does not let it change TXT records of that name; compare the key's name and "
						+ "algorithm with the server's configuration, and what that lets it change";
	}

	private String unknownKey() {
		Key key = this.settings.key();
		return (key != null) ? "it does not know key '%s' with %s, ".formatted(key.name(), key.algorithm()) : "";
	}

	private String notAllowed(Name name) {
		Key key = this.settings.key();
		if (key == null) {
			return "it takes no updates there without a key; set a TSIG key that it knows";
		}
		return ("it does not let key '%1$s' change TXT records of that name, or is not the zone's primary server; "
				+ "allow it, in BIND with 'update-policy { grant %1$s name %2$s TXT; };', in Knot with an acl of "
				+ "'key: %1$s' and 'action: update'")
			.formatted(key.name(), name);
	}

	private String notAuthenticated(Message answer, String badKey) {
		Key key = this.settings.key();
		TSIGRecord signature = answer.getTSIG();
		if (key == null) {
			return "it is not the zone's primary server, or takes no updates without a key; set a TSIG key that it "
					+ "knows, or name the primary server";
		}
		return switch ((signature != null) ? signature.getError() : Rcode.NOERROR) {
			case Rcode.BADKEY -> badKey;
			case Rcode.BADSIG ->
				"the secret of key '%s' is not the one that the server has; copy it from there".formatted(key.name());
			case Rcode.BADTIME -> clocks(signature);
			default -> "it is not the zone's primary server" + NAME_THE_PRIMARY;
		};
	}

	// With a signature that it finds too old or too new, the server tells its own time
	// (RFC 8945 section 5.2.3).
	private String clocks(@Nullable TSIGRecord signature) {
		byte[] time = (signature != null) ? signature.getOther() : null;
		if (time == null || time.length == 0) {
			return "the clocks of this machine and of the server differ; set both by a time server (NTP)";
		}
		Instant theirs = Instant.ofEpochSecond(new BigInteger(1, time).longValue());
		long ahead = Duration.between(theirs, this.clock.instant()).toSeconds();
		return "the clock of this machine is %d s %s the server's; set both by a time server (NTP)"
			.formatted(Math.abs(ahead), (ahead < 0) ? "behind" : "ahead of");
	}

	private static DnsRecordsException other(Message answer, String said) {
		return switch (answer.getRcode()) {
			case Rcode.SERVFAIL ->
				DnsRecordsException.passing(said + "it has a trouble of its own; look at its log if that lasts", null);
			case Rcode.NOTIMP -> lasting(said + "it takes no updates" + NAME_THE_PRIMARY);
			default -> lasting(said + "look at its log");
		};
	}

	DnsRecordsException noZone(Name name) {
		return lasting(this.settings.server() + " has no zone with " + text(name) + NAME_THE_PRIMARY);
	}

	DnsRecordsException otherZone(Name name, Name zone) {
		return lasting("%s is not in zone %s, the only one to be changed at %s; name the zone that it is in, or none"
			.formatted(text(name), text(zone), this.settings.server()));
	}

	DnsRecordsException notSigned(Name name) {
		return lasting("the answer of " + this.settings.server() + " to the update of " + text(name)
				+ " is not signed with the key, so anybody may have given it; look what is between this machine and it");
	}

	DnsRecordsException noAnswer(IOException cause, Name name) {
		String update = " to the update of " + text(name);
		return DnsRecordsException.passing((cause instanceof ConnectException)
				? "connection refused by " + this.settings.server() + update
						+ ": no name server runs there; look at it, and at its address and port"
				: "no answer from " + this.settings.server() + update + " within " + this.settings.timeout().toMillis()
						+ " ms, over UDP and TCP; look whether it runs, and whether a firewall is in between",
				cause);
	}

	DnsRecordsException unknownHost(UnknownHostException cause, Name name) {
		return DnsRecordsException.passing(
				"no address of " + this.settings.server() + " for the update of " + text(name)
						+ ": this machine cannot resolve that name; correct it, or give the server's IP address",
				cause);
	}

	private String said(Message answer, String question) {
		TSIGRecord signature = answer.getTSIG();
		String error = (signature != null && signature.getError() != Rcode.NOERROR)
				? " (" + Rcode.TSIGstring(signature.getError()) + ")" : "";
		return this.settings.server() + " says " + Rcode.string(answer.getRcode()) + error + " " + question + ": ";
	}

	private static DnsRecordsException lasting(String message) {
		return DnsRecordsException.lasting(message, null);
	}

	private static String text(Name name) {
		return name.toString(true);
	}

}
