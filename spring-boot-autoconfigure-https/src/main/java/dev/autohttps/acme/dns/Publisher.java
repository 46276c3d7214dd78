package dev.autohttps.acme.dns;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.autohttps.acme.dns.Propagation.Ask;

/**
 * Publishes one value after the other, and looks who has it.
 */
final class Publisher {

	private final DnsRoutes routes;

	private final Dns resolver;

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
		String name = this.propagation.followCname() ? new Aliases(this.resolver).follow(challengeName) : challengeName;
		DnsRoute route = this.routes.find(name);
		if (route == null) {
			// An alias that is none of ours: a record of the name itself comes before it.
			name = challengeName;
			route = this.routes.find(name);
		}
		if (route == null) {
			throw DnsRecordsException.lasting("nobody is configured who changes the DNS for " + challengeName
					+ ". To do: name its zone in https.acme.dns.providers.NAME.zones", null);
		}
		TxtRecord record = new TxtRecord(name, value, challengeName);
		if (!this.published.add(record, issuance, route.records().valuesPerName())) {
			return Optional.empty();
		}
		publish(route.records(), record);
		return Optional.of(new Place(record, route));
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
	 * Find the servers that must have a value.
	 */
	Authority authority(Place place) throws DnsRecordsException {
		String name = place.record().name();
		if (this.propagation.ask() != Ask.AUTHORITATIVE) {
			return new Authority(name, List.of());
		}
		List<String> servers = place.route().servers();
		return servers.isEmpty() ? Authority.find(this.resolver, name) : Authority.of(name, servers);
	}

	/**
	 * Look who has a value.
	 */
	Outlook look(Place place, Authority authority) {
		TxtRecord record = place.record();
		Stream<Sighting> sightings = (this.propagation.ask() == Ask.RESOLVERS)
				? this.resolvers.stream().map((one) -> Sighting.of(one.toString(), one, record))
				: authority.servers().stream().map((one) -> Sighting.of(one, record));
		return new Outlook(authority.zone(), sightings.toList());
	}

	/**
	 * Withdraw a value.
	 * @throws DnsRecordsException if it is still there, perhaps
	 */
	void withdraw(PublishedValue value) throws DnsRecordsException, InterruptedException {
		DnsRoute route = this.routes.find(value.record().name());
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
