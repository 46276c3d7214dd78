package dev.autohttps.autoconfigure;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;

import dev.autohttps.acme.ChallengeSolvers;
import dev.autohttps.acme.connection.AcmeConnectionDetails;
import dev.autohttps.acme.dns.DnsRecords;
import dev.autohttps.autoconfigure.HttpsProperties.Issuer;
import dev.autohttps.certificate.Domain;
import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.certificate.OfferedAnswers;
import dev.autohttps.certificate.Preflight;
import dev.autohttps.certificate.Store;
import dev.autohttps.local.LocalCertificateIssuer;
import dev.autohttps.local.LocalTrust;
import dev.autohttps.local.PlaceholderCertificates;
import dev.autohttps.renewal.AttemptListener;
import dev.autohttps.renewal.AttemptListeners;
import dev.autohttps.renewal.CertificateKeepers;
import dev.autohttps.renewal.CertificateLoader;
import dev.autohttps.renewal.CertificateOperations;
import dev.autohttps.renewal.CertificateRegistry;
import dev.autohttps.renewal.KeptCertificates;
import dev.autohttps.renewal.RecordWatch;
import dev.autohttps.renewal.RenewalPolicy;
import dev.autohttps.renewal.RenewalScheduler;
import dev.autohttps.ssl.CertificateSslBundles;
import dev.autohttps.ssl.TrustSslBundle;
import dev.autohttps.store.file.FileStore;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * {@link AutoConfiguration Auto-configuration} for the certificates of an application:
 * obtained, stored, renewed, and offered as SSL bundles.
 */
@AutoConfiguration(after = { SslAutoConfiguration.class, AcmeAutoConfiguration.class })
@ConditionalOnBooleanProperty(name = "https.enabled", matchIfMissing = true)
@EnableConfigurationProperties({ HttpsProperties.class, DnsProperties.class })
public final class HttpsAutoConfiguration {

	private static final Log logger = LogFactory.getLog(HttpsAutoConfiguration.class);

	/**
	 * The name of a bean that takes the place of the system's clock. A clock of the
	 * application's own does not: it may tell another time than certificates live by.
	 */
	static final String CLOCK = "httpsClock";

	private static final Duration SHORTEST = Duration.ofSeconds(10);

	private static final Duration LONGEST = Duration.ofDays(825);

	@Bean
	static LiveCertificates httpsLiveCertificates(@Qualifier(CLOCK) ObjectProvider<InstantSource> clock,
			WantedCertificates wanted) {
		LiveCertificates live = new LiveCertificates(clock.getIfAvailable(InstantSource::system));
		live.setDefault(wanted.defaultName());
		return live;
	}

	@Bean
	static OfferedAnswers httpsOfferedAnswers() {
		return new OfferedAnswers();
	}

	@Bean
	static CertificateReader httpsCertificateReader(HttpsProperties properties, DnsProperties dns,
			ListableBeanFactory beans) {
		boolean all = dns.isGeneral() || beans.getBeanNamesForType(DnsRecords.class, true, false).length > 0;
		return new CertificateReader(properties,
				(domain) -> domain.type() != Domain.Type.IP && (all || dns.provides(domain.identifier())));
	}

	@Bean
	static WantedCertificates httpsWantedCertificates(HttpsProperties properties, CertificateReader reader,
			ApplicationContext context, ListableBeanFactory beans) {
		HstsCheck.check(properties.hsts());
		List<String> others = properties.othersThanLocal();
		String standIn = others.isEmpty() ? null : StandIn.reason(context.getEnvironment(), beans);
		if (standIn != null && !ServerlessTest.is(context)) {
			logger.info("The local CA issues for local names in place of " + others + ", because " + standIn
					+ "; set https.issuer to have the configured domains");
		}
		return new WantedCertificates(properties, reader, standIn);
	}

	/**
	 * Static and without a store, since it is asked while the beans that a store may need
	 * are still in the making.
	 */
	@Bean
	static CertificateSslBundles httpsSslBundles(LiveCertificates live, WantedCertificates wanted) {
		return new CertificateSslBundles(live, wanted.names());
	}

	/**
	 * Where no certificate is the local CA's, its root is not trusted either.
	 */
	@Bean
	static TrustSslBundle httpsTrustSslBundle(WantedCertificates wanted, ObjectProvider<Store> store) {
		LocalTrust trust = new LocalTrust(store::getObject);
		return new TrustSslBundle(() -> wanted.use(Issuer.LOCAL) ? trust.get() : List.of(), trust);
	}

	@Bean
	static TemporaryDirectory httpsTemporaryDirectory() {
		return new TemporaryDirectory();
	}

	/**
	 * A CA for tests forgets what it did when it stops. Who kept its certificates for
	 * longer would serve what the next one at that address knows nothing of.
	 */
	@Bean
	@ConditionalOnMissingBean
	Store httpsStore(HttpsProperties properties, TemporaryDirectory temporary, Environment environment,
			WantedCertificates wanted, ObjectProvider<AcmeConnectionDetails> connection) {
		String directory = properties.store().directory();
		if (directory != null && !directory.isBlank()) {
			return new FileStore(path(directory));
		}
		// What a real CA issues is not forgotten: it would be ordered anew each time.
		boolean forget = StandIn.isTest(environment)
				|| (wanted.use(Issuer.ACME) ? isForTests(connection.getIfAvailable()) : TestThread.isCurrent());
		return new FileStore(forget ? temporary.path() : DataDirectory.ofThisUser().get());
	}

	@Bean
	IssuerChoices httpsIssuerChoices(HttpsProperties properties, Store store, ObjectProvider<AcmeIssuers> acme,
			@Qualifier(CLOCK) ObjectProvider<InstantSource> clock, Environment environment) {
		boolean mkcert = Objects.requireNonNullElse(properties.local().mkcert(),
				!StandIn.isTest(environment) && !TestThread.isCurrent());
		LocalCertificateIssuer local = new LocalCertificateIssuer(store,
				mkcert ? DataDirectory.ofThisUser().ofMkcert() : null, validity(properties),
				clock.getIfAvailable(InstantSource::system));
		return new IssuerChoices(local, acme::getObject);
	}

	@Bean
	CertificateKeepers httpsCertificateKeepers(HttpsProperties properties, WantedCertificates wanted,
			IssuerChoices issuers, Store store, LiveCertificates live, OfferedAnswers answers, ChallengeSolvers solvers,
			Preflight preflight, @Qualifier(CLOCK) ObjectProvider<InstantSource> clock, ApplicationContext context,
			ObjectProvider<AttemptListener> listeners) {
		wanted.check(new ChallengeCheck(solvers, !ServerlessTest.is(context)));
		InstantSource time = clock.getIfAvailable(InstantSource::system);
		return new CertificateKeepers(issuers.of(wanted.all()), store, live, answers,
				new RenewalPolicy(remaining(properties)), preflight, new PlaceholderCertificates(time), time, context,
				new AttemptListeners(listeners.orderedStream().toList()));
	}

	@Bean
	HttpsLoader httpsCertificateLoader(CertificateKeepers keepers, Store store, ApplicationContext context,
			@Qualifier(CLOCK) ObjectProvider<InstantSource> clock, HttpsProperties properties,
			WantedCertificates wanted, TemporaryDirectory temporary, ObjectProvider<AcmeConnectionDetails> connection) {
		InstantSource time = clock.getIfAvailable(InstantSource::system);
		boolean kept = !(store instanceof FileStore file) || !file.getDirectory().equals(temporary.path());
		return new HttpsLoader(new CertificateLoader(keepers, store, time), store,
				new StartWarnings(context.getEnvironment(), properties, wanted, kept ? store : null,
						() -> directory(connection.getIfAvailable()), Mounts::ofThisProcess),
				!ServerlessTest.is(context));
	}

	@Bean
	RenewalScheduler httpsRenewalScheduler(CertificateKeepers keepers, ApplicationContext context,
			@Qualifier(CLOCK) ObjectProvider<InstantSource> clock) {
		return new RenewalScheduler(keepers, clock.getIfAvailable(InstantSource::system), !ServerlessTest.is(context));
	}

	@Bean
	RecordWatch httpsRecordWatch(CertificateKeepers keepers, ApplicationContext context,
			@Qualifier(CLOCK) ObjectProvider<InstantSource> clock) {
		return new RecordWatch(keepers, clock.getIfAvailable(InstantSource::system), !ServerlessTest.is(context));
	}

	@Bean
	CertificateRegistry httpsCertificateRegistry(HttpsProperties properties, WantedCertificates wanted,
			CertificateReader reader, IssuerChoices issuers, ChallengeSolvers solvers, CertificateKeepers keepers,
			HttpsLoader loader, RenewalScheduler scheduler, ApplicationContext context, ListableBeanFactory beans) {
		ChallengeCheck challenges = new ChallengeCheck(solvers, !ServerlessTest.is(context));
		return new KeptCertificates(keepers, loader.loader(), scheduler, new RequestedCertificates(properties, wanted,
				reader, issuers, challenges, StandIn.reason(context.getEnvironment(), beans)));
	}

	@Bean
	CertificateOperations httpsCertificateOperations(CertificateKeepers keepers, RenewalScheduler scheduler) {
		return new CertificateOperations(keepers, scheduler);
	}

	private static @Nullable String directory(@Nullable AcmeConnectionDetails connection) {
		return (connection != null) ? connection.getDirectory().toString() : null;
	}

	private static boolean isForTests(@Nullable AcmeConnectionDetails connection) {
		return connection != null && connection.isForTests();
	}

	private static Path path(String directory) {
		try {
			return Path.of(directory);
		}
		catch (InvalidPathException ex) {
			throw new InvalidHttpsPropertyException("https.store.directory", directory, "It is no path.",
					"Set it to a directory that the user of this process may read and write.", ex);
		}
	}

	/**
	 * What is not valid at all would be renewed without end; what is valid for longer
	 * than this is refused by clients, and would need a new root each time.
	 */
	private static Duration validity(HttpsProperties properties) {
		Duration validity = properties.local().validity();
		if (validity.compareTo(SHORTEST) < 0 || validity.compareTo(LONGEST) > 0) {
			throw new InvalidHttpsPropertyException("https.local.validity", validity,
					"A certificate of the local CA cannot be valid for that long or that short a time.",
					"Set it to something between " + SHORTEST.toSeconds() + "s and " + LONGEST.toDays()
							+ "d, or leave it out.");
		}
		return validity;
	}

	private static @Nullable Double remaining(HttpsProperties properties) {
		Double remaining = properties.renewal().remaining();
		if (remaining != null && !(remaining >= 0.02 && remaining <= 0.9)) {
			throw new InvalidHttpsPropertyException("https.renewal.remaining", remaining,
					"It is no share of a lifetime that a certificate could be renewed at.",
					"Set it to a number between 0.02 and 0.9, or leave it out.");
		}
		return remaining;
	}

}
