package dev.autohttps.acme.dns;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.autohttps.acme.dns.DnsAnswer.Status;
import dev.autohttps.acme.dns.Propagation.Ask;
import org.jspecify.annotations.Nullable;

/**
 * Publishes one value after the other, and looks who has it.
 */
final class Publisher {

	private final DnsRoutes routes;

	private final Dns resolver;

	private final Zones zones;

	private final List<Dns> resolvers;

	private final Propagation propagation;

	private final PublishedValues published;

	/**
	 * Create a new publisher.
	 * @param routes who changes the DNS
	 * @param resolver finds aliases, zones and name servers
	 * @param resolvers each of the resolvers by itself
	 * @param propagation how it is made sure that the CA will see it
	 * @param published what is published
	 */
	Publisher(DnsRoutes routes, Dns resolver, List<Dns> resolvers, Propagation propagation, PublishedValues published) {
		this.routes = routes;
		this.resolver = resolver;
		this.zones = new Zones(resolver);
		this.resolvers = List.copyOf(resolvers);
		this.propagation = propagation;
		this.published = published;
	}

	/**
	 * Publish a value.
	 * @param challengeName the name at which the CA asks
	 * @param issuance the key in the store of the issuance that needs it
	 * @return where it is, empty if its name has as many values as it can
	 */
	Optional<Place> publish(String challengeName, String value, String issuance)
			throws DnsRecordsException, InterruptedException {
		Place place = place(challengeName, value);
		int most = place.route().records().valuesPerName();
		if (!this.published.add(place.record(), issuance, most)) {
			return Optional.empty();
		}
		boolean shared = this.published.isShared(place.record(), issuance);
		publish(place.route().records(), place.record());
		return Optional.of(new Place(place.record(), place.route(), shared));
	}

	private Place place(String challengeName, String value) throws DnsRecordsException {
		String name = this.propagation.followCname() ? new Aliases(this::alias).follow(challengeName) : challengeName;
		DnsRoute route = route(name, challengeName);
		if (route == null) {
			throw DnsRecordsException.lasting("nobody is configured who changes the DNS for " + challengeName
					+ ". To do: name its zone in https.acme.dns.providers.NAME.zones", null);
		}
		return new Place(new TxtRecord(name, value, challengeName), route, false);
	}

	/**
	 * Whoever has the zone of the name that has the value changes it, else whoever has
	 * that of the name which is proven, as with acme-dns.
	 */
	private @Nullable DnsRoute route(String name, String challengeName) {
		DnsRoute route = this.routes.findZone(name);
		if (route == null) {
			route = this.routes.findZone(challengeName);
		}
		return (route != null) ? route : this.routes.find(name);
	}

	/**
	 * Return whether a value takes one of few places.
	 */
	boolean isCrowding(PublishedValue value) {
		DnsRoute route = route(value.record().name(), value.record().challengeName());
		return route != null && route.records().valuesPerName() < Integer.MAX_VALUE;
	}

	/**
	 * Say where a value would be published, and who would be asked for it.
	 */
	String explain(String challengeName) throws DnsRecordsException {
		Place place = place(challengeName, "");
		TxtRecord record = place.record();
		String where = record.isDelegated() ? challengeName + " is an alias for " + record.name() + ", which"
				: challengeName;
		String who = where + " is changed by " + place.route().records().description();
		Authority authority = authority(place);
		return authority.servers().isEmpty() ? who
				: who + ", and looked for at the name servers of " + authority.whose() + ": "
						+ authority.servers().stream().map(ZoneServer::toString).collect(Collectors.joining(", "));
	}

	private static void publish(DnsRecords records, TxtRecord record) throws DnsRecordsException, InterruptedException {
		try {
			records.publish(record);
		}
		catch (RuntimeException | LinkageError ex) {
			throw DnsRecordsException
				.lasting(records.description() + " failed to publish a value of " + record.name() + ": " + ex, ex);
		}
	}

	/**
	 * Ask for the alias of a name. The resolver is not asked if that can be helped: it
	 * may be one that the CA asks as well, and would remember for a while that there is
	 * no such name.
	 */
	private DnsAnswer alias(String name) throws DnsRecordsException {
		DnsAnswer answer = authority(name).ask(name, "CNAME");
		return (answer.isUnknown() && this.propagation.ask() != Ask.AUTHORITATIVE) ? this.resolver.ask(name, "CNAME")
				: answer;
	}

	/**
	 * Find the servers that must have a value.
	 */
	Authority authority(Place place) throws DnsRecordsException {
		return (this.propagation.ask() == Ask.AUTHORITATIVE) ? authority(place.record().name())
				: new Authority("the resolvers", List.of());
	}

	private Authority authority(String name) throws DnsRecordsException {
		DnsRoute route = this.routes.find(name);
		return (route != null && !route.servers().isEmpty()) ? Authority.of(route.servers())
				: this.zones.of(Zones.parent(name));
	}

	/**
	 * Find the servers of a zone that is just the name.
	 * @return the servers, or those that were asked
	 */
	Authority zoneItself(Place place, Authority asked) throws DnsRecordsException {
		DnsAnswer answer = this.resolver.ask(place.record().name(), "SOA");
		return answer.is(Status.FOUND) ? this.zones.of(place.record().name()) : asked;
	}

	/**
	 * Look who has a value.
	 */
	Outlook look(Place place, Authority authority) {
		TxtRecord record = place.record();
		Stream<Sighting> sightings = (this.propagation.ask() == Ask.RESOLVERS)
				? this.resolvers.stream().map((one) -> Sighting.of(one.toString(), one, record))
				: authority.servers().stream().map((one) -> Sighting.of(one, record));
		return new Outlook(authority.whose(), sightings.toList());
	}

	/**
	 * Withdraw a value.
	 * @throws DnsRecordsException if it is still there, perhaps
	 */
	void withdraw(PublishedValue value) throws DnsRecordsException, InterruptedException {
		DnsRoute route = route(value.record().name(), value.record().challengeName());
		if (route == null) {
			throw DnsRecordsException
				.lasting("nobody is configured any more who changes the DNS for " + value.record().name(), null);
		}
		try {
			route.records().withdraw(value.record());
		}
		catch (RuntimeException | LinkageError ex) {
			throw DnsRecordsException.lasting(route.records().description() + " failed to withdraw a value of "
					+ value.record().name() + ": " + ex, ex);
		}
		this.published.remove(value);
	}

}
