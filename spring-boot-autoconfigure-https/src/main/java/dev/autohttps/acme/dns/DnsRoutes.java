package dev.autohttps.acme.dns;

import java.util.Comparator;
import java.util.List;

import dev.autohttps.certificate.Domain;
import org.jspecify.annotations.Nullable;

/**
 * Who changes the DNS for which names.
 */
public final class DnsRoutes {

	private final List<DnsRoute> routes;

	/**
	 * Create new routes.
	 * @param routes the routes; of those for the same zone the first one counts
	 */
	public DnsRoutes(List<DnsRoute> routes) {
		this.routes = List.copyOf(routes);
	}

	/**
	 * Return whether there is nobody who changes the DNS.
	 * @return whether there are no routes
	 */
	public boolean isEmpty() {
		return this.routes.isEmpty();
	}

	/**
	 * Return whether anybody keeps few values of a name at once.
	 */
	boolean isCrowded() {
		return this.routes.stream().anyMatch((route) -> route.records().valuesPerName() < Integer.MAX_VALUE);
	}

	/**
	 * Return whether a name can be proven, as far as it can be told without asking the
	 * DNS for an alias.
	 */
	boolean serve(Domain domain) {
		return find(domain.identifier()) != null;
	}

	/**
	 * Find the route of the zone that a name is in.
	 * @return the route, or {@code null} if no zone is said to have the name
	 */
	@Nullable DnsRoute findZone(String name) {
		DnsRoute route = find(name);
		return (route != null && !route.zones().isEmpty()) ? route : null;
	}

	/**
	 * Find the route for the name that is to have a value.
	 * @return the route with the closest zone, or {@code null} if there is none
	 */
	@Nullable DnsRoute find(String name) {
		return this.routes.stream()
			.filter((route) -> route.closeness(name) >= 0)
			.max(Comparator.comparingInt((DnsRoute route) -> route.closeness(name))
				.thenComparing((one, other) -> Integer.compare(this.routes.indexOf(other), this.routes.indexOf(one))))
			.orElse(null);
	}

}
