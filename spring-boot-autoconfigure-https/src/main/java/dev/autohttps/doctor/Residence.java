package dev.autohttps.doctor;

import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import dev.autohttps.acme.dns.DnsAnswer;
import dev.autohttps.acme.dns.DnsAnswer.Status;

/**
 * Where a name leads to.
 *
 * @param a what the resolver says of IPv4
 * @param aaaa what the resolver says of IPv6
 * @param hosts the addresses that this machine itself finds, be it in its hosts file
 */
record Residence(DnsAnswer a, DnsAnswer aaaa, List<InetAddress> hosts) {

	private static final int MOST = 4;

	Residence {
		hosts = List.copyOf(hosts);
	}

	/**
	 * Whether the resolver says for certain that there is no such name.
	 */
	boolean isNowhere() {
		return this.a.is(Status.NO_NAME) && this.aaaa.is(Status.NO_NAME);
	}

	boolean hasRecords() {
		return this.a.is(Status.FOUND) || this.aaaa.is(Status.FOUND);
	}

	/**
	 * Return the addresses that a client would come to, the first of each family if there
	 * are many.
	 */
	List<Target> targets() {
		if (!hasRecords()) {
			return this.hosts.stream().limit(MOST).map(Target::new).toList();
		}
		return Stream.of(this.a, this.aaaa)
			.flatMap((answer) -> answer.values().stream().limit(MOST))
			.map((value) -> Target.of(value.toString()))
			.filter(Objects::nonNull)
			.toList();
	}

	/**
	 * Return what the resolver said of what it could not tell.
	 */
	String trouble() {
		return (this.a.isUnknown() ? this.a : this.aaaa).said();
	}

}
