package dev.autohttps.autoconfigure;

import java.time.InstantSource;
import java.util.Objects;

import dev.autohttps.acme.AcmeCertificateIssuer;
import dev.autohttps.acme.CaListener;
import dev.autohttps.acme.ChallengeSolver;
import dev.autohttps.acme.ChallengeSolvers;
import dev.autohttps.acme.connection.AcmeConnectionDetails;
import dev.autohttps.acme.dns.Dns;
import dev.autohttps.certificate.OfferedAnswers;
import dev.autohttps.certificate.Preflight;
import dev.autohttps.certificate.Store;
import dev.autohttps.doctor.Doctor;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * {@link AutoConfiguration Auto-configuration} for certificates over ACME.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "https.enabled", matchIfMissing = true)
@EnableConfigurationProperties(HttpsProperties.class)
public final class AcmeAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	static ChallengeSolvers challengeSolvers(ObjectProvider<ChallengeSolver> solvers) {
		return new ChallengeSolvers(() -> solvers.orderedStream().toList());
	}

	@Bean
	@Lazy
	static AcmeIssuers httpsAcmeIssuers(HttpsProperties properties, ObjectProvider<DnsProperties> dns, Store store,
			ChallengeSolvers solvers, ObjectProvider<SslBundles> bundles,
			ObjectProvider<AcmeConnectionDetails> connection,
			@Qualifier(HttpsAutoConfiguration.CLOCK) ObjectProvider<InstantSource> clock,
			ObjectProvider<CaListener> listeners) {
		return new AcmeIssuers(properties, dns.getIfAvailable(), store, solvers, bundles, connection.getIfAvailable(),
				clock.getIfAvailable(InstantSource::system), listeners.orderedStream().toList());
	}

	/**
	 * Whether there is a directory is no condition, which would be decided when an
	 * application is processed ahead of time.
	 */
	@Bean
	static CertbotImporter httpsCertbotImporter(HttpsProperties properties, WantedCertificates wanted,
			ObjectProvider<AcmeIssuers> issuers, Store store, ApplicationContext context,
			@Qualifier(HttpsAutoConfiguration.CLOCK) ObjectProvider<InstantSource> clock) {
		return new CertbotImporter(Objects.requireNonNullElse(properties.certbot().directory(), ""), wanted, issuers,
				store, clock.getIfAvailable(InstantSource::system), !ServerlessTest.is(context));
	}

	@Bean
	@Lazy
	static AccountAnnouncer httpsAccountAnnouncer(ApplicationEventPublisher events) {
		return new AccountAnnouncer(events);
	}

	@Bean
	@Lazy
	static AcmeCertificateIssuer acmeCertificateIssuer(AcmeIssuers issuers) {
		return issuers.first();
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	static Preflight httpsPreflight(HttpsProperties properties, Store store, OfferedAnswers answers,
			ChallengeSolvers solvers, ObjectProvider<Dns> resolver) {
		return new Doctor(store, answers, solvers, properties.acme().preflight(),
				resolver.getIfAvailable(Dns::ofThisMachine));
	}

}
