package dev.autohttps.autoconfigure;

import java.time.InstantSource;
import java.util.List;

import dev.autohttps.acme.dns.Dns;
import dev.autohttps.acme.dns.Dns01ChallengeSolver;
import dev.autohttps.acme.dns.DnsPublications;
import dev.autohttps.acme.dns.DnsRecords;
import dev.autohttps.acme.dns.DnsRoutes;
import dev.autohttps.acme.dns.Propagation;
import dev.autohttps.acme.dns.persist.DnsPersist01ChallengeSolver;
import dev.autohttps.certificate.Store;
import dev.autohttps.renewal.CertificateKeeper;
import dev.autohttps.renewal.CertificateKeepers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * {@link AutoConfiguration Auto-configuration} for the challenges that are answered in
 * the DNS.
 */
@AutoConfiguration(before = AcmeAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "https.enabled", matchIfMissing = true)
@EnableConfigurationProperties(DnsProperties.class)
public final class DnsChallengesAutoConfiguration {

	@Bean
	static Dns httpsResolver(DnsProperties properties) {
		DnsProviders.checkServers("https.acme.dns.resolvers", properties.resolvers());
		return properties.resolvers().isEmpty() ? Dns.ofThisMachine() : Dns.resolvers(properties.resolvers());
	}

	@Bean
	static DnsRoutes httpsDnsRoutes(DnsProperties properties, ObjectProvider<DnsRecords> records, Store store) {
		return new DnsRoutes(new DnsProviders(properties, store).routes(records.getIfAvailable()));
	}

	@Bean
	static DnsPublications httpsDnsPublications(DnsProperties properties, DnsRoutes routes, Dns resolver, Store store,
			@Qualifier(HttpsAutoConfiguration.CLOCK) ObjectProvider<InstantSource> clock) {
		DnsProperties.Propagation configured = properties.propagation();
		List<Dns> resolvers = properties.resolvers().stream().map((one) -> Dns.resolvers(List.of(one))).toList();
		return new DnsPublications(routes, resolver, resolvers.isEmpty() ? List.of(resolver) : resolvers,
				new Propagation(configured.ask(), configured.timeout(), configured.delay(), properties.followCname()),
				store, clock.getIfAvailable(InstantSource::system));
	}

	@Bean
	@Lazy
	static Dns01ChallengeSolver httpsDns01ChallengeSolver(DnsRoutes routes, DnsPublications publications) {
		return new Dns01ChallengeSolver(routes, publications);
	}

	@Bean
	@Lazy
	static DnsPersist01ChallengeSolver httpsDnsPersist01ChallengeSolver(ObjectProvider<Dns> resolver,
			ObjectProvider<Store> store, ObjectProvider<CertificateKeepers> keepers,
			@Qualifier(HttpsAutoConfiguration.CLOCK) ObjectProvider<InstantSource> clock) {
		return new DnsPersist01ChallengeSolver(resolver::getObject, store::getObject,
				(identifier) -> isWildcardWanted(identifier, keepers.getObject()),
				clock.getIfAvailable(InstantSource::system));
	}

	private static boolean isWildcardWanted(String identifier, CertificateKeepers keepers) {
		for (CertificateKeeper keeper : keepers) {
			if (keeper.spec().challenges().contains(DnsPersist01ChallengeSolver.TYPE)
					&& keeper.spec().domains().names().contains("*." + identifier)) {
				return true;
			}
		}
		return false;
	}

}
