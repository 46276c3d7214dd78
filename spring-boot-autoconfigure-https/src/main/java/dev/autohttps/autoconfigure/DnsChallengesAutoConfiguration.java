package dev.autohttps.autoconfigure;

import java.time.InstantSource;

import dev.autohttps.acme.dns.Dns;
import dev.autohttps.acme.dns.DnsPersist01ChallengeSolver;
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
	@Lazy
	static Dns httpsResolver(DnsProperties properties) {
		return properties.resolvers().isEmpty() ? Dns.ofThisMachine() : Dns.resolvers(properties.resolvers());
	}

	@Bean
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
