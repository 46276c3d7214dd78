package dev.autohttps.acme.dns;

import java.util.List;

import dev.autohttps.certificate.Domain;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DnsRoutesTests {

	private final DnsRoute shop = route("shop.example");

	private final DnsRoute inside = route("inside.shop.example", "other.example");

	private final DnsRoute all = route();

	@Test
	void theClosestZoneCounts() {
		DnsRoutes routes = new DnsRoutes(List.of(this.all, this.shop, this.inside));
		assertThat(routes.find("_acme-challenge.shop.example")).isSameAs(this.shop);
		assertThat(routes.find("_acme-challenge.a.inside.shop.example")).isSameAs(this.inside);
		assertThat(routes.find("other.example")).isSameAs(this.inside);
		assertThat(routes.find("_acme-challenge.bookshop.example")).isSameAs(this.all);
	}

	@Test
	void ofTwoForOneZoneTheFirstCounts() {
		assertThat(new DnsRoutes(List.of(this.shop, route("shop.example"))).find("shop.example")).isSameAs(this.shop);
	}

	@Test
	void whatIsForAllNamesIsNoZone() {
		DnsRoutes routes = new DnsRoutes(List.of(this.shop, this.all));
		assertThat(routes.findZone("shop.example")).isSameAs(this.shop);
		assertThat(routes.findZone("other.example")).isNull();
		assertThat(routes.serve(Domain.parse("*.other.example"))).isTrue();
		assertThat(new DnsRoutes(List.of(this.shop)).serve(Domain.parse("other.example"))).isFalse();
		assertThat(new DnsRoutes(List.of()).isEmpty()).isTrue();
	}

	private static DnsRoute route(String... zones) {
		return new DnsRoute(List.of(zones), new MemoryDnsRecords(), List.of());
	}

}
