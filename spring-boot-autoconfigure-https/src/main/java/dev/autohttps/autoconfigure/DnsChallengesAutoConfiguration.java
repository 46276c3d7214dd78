package dev.autohttps.autoconfigure;

import dev.autohttps.acme.dns.Dns;

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

}
