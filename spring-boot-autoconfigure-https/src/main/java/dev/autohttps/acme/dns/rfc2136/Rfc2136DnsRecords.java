package dev.autohttps.acme.dns.rfc2136;

import java.time.Clock;
import java.time.Duration;

import dev.autohttps.acme.dns.DnsRecords;
import dev.autohttps.acme.dns.DnsRecordsException;
import dev.autohttps.acme.dns.TxtRecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/**
 * A name server that takes updates (RFC 2136), signed with a key (TSIG, RFC 8945).
 */
public final class Rfc2136DnsRecords implements DnsRecords {

	private final Rfc2136Settings settings;

	private final Rfc2136Server server;

	/**
	 * Create new records. Nothing is asked yet.
	 * @param settings the server and how it is asked
	 */
	public Rfc2136DnsRecords(Rfc2136Settings settings) {
		this(settings, Clock.systemUTC());
	}

	Rfc2136DnsRecords(Rfc2136Settings settings, Clock clock) {
		this.settings = settings;
		this.server = new Rfc2136Server(settings, clock);
	}

	@Override
	public void publish(TxtRecord record) throws DnsRecordsException, InterruptedException {
		Name name = name(record.name());
		Name zone = zone(name);
		Update update = new Update(zone);
		// A server takes a record beside an alias and drops it without a word.
		update.absent(name, Type.CNAME);
		update.add(txt(name, record.value()));
		this.server.update(update, name, zone);
	}

	@Override
	public void withdraw(TxtRecord record) throws DnsRecordsException, InterruptedException {
		Name name = name(record.name());
		Name zone = zone(name);
		Update update = new Update(zone);
		update.delete(txt(name, record.value()));
		this.server.update(update, name, zone);
	}

	private TXTRecord txt(Name name, String value) {
		return new TXTRecord(name, DClass.IN, this.settings.ttl().toSeconds(), value);
	}

	private Name zone(Name name) throws DnsRecordsException, InterruptedException {
		if (this.settings.zone() == null) {
			return new Rfc2136ZoneSearch(this.server).zoneOf(name);
		}
		Name zone = name(this.settings.zone());
		if (!name.subdomain(zone)) {
			throw this.server.failures().otherZone(name, zone);
		}
		return zone;
	}

	private static Name name(String text) throws DnsRecordsException {
		try {
			return Name.fromString(text, Name.root);
		}
		catch (TextParseException ex) {
			throw DnsRecordsException.lasting("'" + text + "' is not a name that the DNS can have", ex);
		}
	}

	@Override
	public Duration settlingTime() {
		return this.settings.ttl();
	}

	@Override
	public String description() {
		return "RFC 2136 update at " + this.settings.server();
	}

}
