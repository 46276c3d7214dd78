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

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

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

	/**
	 * The name of the bean that is there if anything of ours is. Conditions go by names
	 * of our own beans, since by its type each bean of an application is looked at.
	 */
	static final String KEEPERS = "httpsCertificateKeepers";

	private static final Duration SHORTEST = Duration.ofSeconds(10);

	private static final Duration LONGEST = Duration.ofDays(825);

	private final HttpsProperties properties;

	private final InstantSource time;

	private final ApplicationContext context;

	/**
	 * What nearly all of the beans need is given once, since from JDK 18 on an argument
	 * of a bean's method costs about a class that the JDK makes at each start.
	 */
	HttpsAutoConfiguration(HttpsProperties properties, @Qualifier(CLOCK) ObjectProvider<InstantSource> clock,
			ApplicationContext context) {
		this.properties = properties;
		this.time = clock.getIfAvailable(InstantSource::system);
		this.context = context;
	}

	@Bean
	LiveCertificates httpsLiveCertificates(WantedCertificates wanted) {
		LiveCertificates live = new LiveCertificates(this.time);
		live.setDefault(wanted.defaultName());
		return live;
	}

	@Bean
	static OfferedAnswers httpsOfferedAnswers() {
		return new OfferedAnswers();
	}

	@Bean
	CertificateReader httpsCertificateReader(DnsProperties dns) {
		boolean all = dns.isGeneral() || this.context.getBeanNamesForType(DnsRecords.class, true, false).length > 0;
		return new CertificateReader(this.properties,
				(domain) -> domain.type() != Domain.Type.IP && (all || dns.provides(domain.identifier())));
	}

	@Bean
	WantedCertificates httpsWantedCertificates(CertificateReader reader) {
		HstsCheck.check(this.properties.hsts());
		List<String> others = this.properties.othersThanLocal();
		String standIn = others.isEmpty() ? null : standIn();
		if (standIn != null && starts()) {
			logger.info("The local CA issues for local names in place of " + others + ", because " + standIn
					+ "; set https.issuer to have the configured domains");
		}
		return new WantedCertificates(this.properties, reader, standIn);
	}

	/**
	 * Without a store, since it is asked while the beans that a store may need are still
	 * in the making.
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
	Store httpsStore(TemporaryDirectory temporary, WantedCertificates wanted,
			ObjectProvider<AcmeConnectionDetails> connection) {
		String directory = this.properties.store().directory();
		if (directory != null && !directory.isBlank()) {
			return new FileStore(path(directory));
		}
		// What a real CA issues is not forgotten: it would be ordered anew each time.
		boolean forget = StandIn.isTest(this.context.getEnvironment())
				|| (wanted.use(Issuer.ACME) ? isForTests(connection.getIfAvailable()) : TestThread.isCurrent());
		return new FileStore(forget ? temporary.path() : DataDirectory.ofThisUser().get());
	}

	@Bean
	IssuerChoices httpsIssuerChoices(Store store, ObjectProvider<AcmeIssuers> acme) {
		boolean mkcert = Objects.requireNonNullElse(this.properties.local().mkcert(),
				!StandIn.isTest(this.context.getEnvironment()) && !TestThread.isCurrent());
		LocalCertificateIssuer local = new LocalCertificateIssuer(store,
				mkcert ? DataDirectory.ofThisUser().ofMkcert() : null, validity(), this.time);
		return new IssuerChoices(local, acme::getObject);
	}

	@Bean(KEEPERS)
	CertificateKeepers httpsCertificateKeepers(WantedCertificates wanted, IssuerChoices issuers, Store store,
			LiveCertificates live, OfferedAnswers answers, ChallengeSolvers solvers, Preflight preflight,
			ObjectProvider<AttemptListener> listeners) {
		wanted.check(new ChallengeCheck(solvers, starts()));
		return new CertificateKeepers(issuers.of(wanted.all()), store, live, answers, new RenewalPolicy(remaining()),
				preflight, new PlaceholderCertificates(this.time), this.time, this.context,
				new AttemptListeners(listeners.orderedStream().toList()));
	}

	@Bean
	HttpsLoader httpsCertificateLoader(CertificateKeepers keepers, Store store, WantedCertificates wanted,
			TemporaryDirectory temporary, ObjectProvider<AcmeConnectionDetails> connection) {
		boolean kept = !(store instanceof FileStore file) || !file.getDirectory().equals(temporary.path());
		return new HttpsLoader(new CertificateLoader(keepers, store, this.time), store,
				new StartWarnings(this.context.getEnvironment(), this.properties, wanted, kept ? store : null,
						() -> directory(connection.getIfAvailable()), Mounts::ofThisProcess),
				starts());
	}

	@Bean
	RenewalScheduler httpsRenewalScheduler(CertificateKeepers keepers) {
		return new RenewalScheduler(keepers, this.time, starts());
	}

	@Bean
	RecordWatch httpsRecordWatch(CertificateKeepers keepers) {
		return new RecordWatch(keepers, this.time, starts());
	}

	@Bean
	CertificateRegistry httpsCertificateRegistry(WantedCertificates wanted, CertificateReader reader,
			IssuerChoices issuers, ChallengeSolvers solvers, CertificateKeepers keepers, HttpsLoader loader,
			RenewalScheduler scheduler) {
		return new KeptCertificates(keepers, loader.loader(), scheduler, new RequestedCertificates(this.properties,
				wanted, reader, issuers, new ChallengeCheck(solvers, starts()), standIn()));
	}

	@Bean
	CertificateOperations httpsCertificateOperations(CertificateKeepers keepers, RenewalScheduler scheduler) {
		return new CertificateOperations(keepers, scheduler);
	}

	/**
	 * Whether anything of ours does: not in a test without a web server.
	 */
	private boolean starts() {
		return !ServerlessTest.is(this.context);
	}

	private @Nullable String standIn() {
		return StandIn.reason(this.context.getEnvironment(), this.context);
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
	private Duration validity() {
		Duration validity = this.properties.local().validity();
		if (validity.compareTo(SHORTEST) < 0 || validity.compareTo(LONGEST) > 0) {
			throw new InvalidHttpsPropertyException("https.local.validity", validity,
					"A certificate of the local CA cannot be valid for that long or that short a time.",
					"Set it to something between " + SHORTEST.toSeconds() + "s and " + LONGEST.toDays()
							+ "d, or leave it out.");
		}
		return validity;
	}

	private @Nullable Double remaining() {
		Double remaining = this.properties.renewal().remaining();
		if (remaining != null && !(remaining >= 0.02 && remaining <= 0.9)) {
			throw new InvalidHttpsPropertyException("https.renewal.remaining", remaining,
					"It is no share of a lifetime that a certificate could be renewed at.",
					"Set it to a number between 0.02 and 0.9, or leave it out.");
		}
		return remaining;
	}

}
