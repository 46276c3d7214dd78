package dev.autohttps.autoconfigure;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.autohttps.acme.AcmeServer;
import dev.autohttps.autoconfigure.HttpsProperties.Issuer;
import dev.autohttps.certificate.Standing;
import dev.autohttps.certificate.Store;
import dev.autohttps.store.file.FileStore;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

/**
 * What is wrong with a configuration that works, and would be found out too late.
 */
final class StartWarnings {

	private static final Set<String> PRODUCTION = Set.of("prod", "production", "prd", "live");

	/**
	 * What a name begins with that is not that of production, such as {@code pre-prod}.
	 */
	private static final Set<String> NOT = Set.of("pre", "non", "not", "no", "near", "like", "test", "dev");

	private final Environment environment;

	private final HttpsProperties properties;

	private final WantedCertificates wanted;

	private final @Nullable Store store;

	private final Supplier<@Nullable String> connected;

	private final Supplier<Mounts> mounts;

	/**
	 * Create a new instance.
	 * @param environment has the profiles
	 * @param properties the configuration
	 * @param wanted what is made of it
	 * @param store the store, unless it is one that is to be forgotten: then {@code null}
	 * @param connected the directory of the CA that a service connection names in place
	 * of the configured one, or {@code null} if there is none
	 * @param mounts the file systems, read when they matter
	 */
	StartWarnings(Environment environment, HttpsProperties properties, WantedCertificates wanted, @Nullable Store store,
			Supplier<@Nullable String> connected, Supplier<Mounts> mounts) {
		this.environment = environment;
		this.properties = properties;
		this.wanted = wanted;
		this.store = store;
		this.connected = connected;
		this.mounts = mounts;
	}

	/**
	 * Return what there is to warn of.
	 * @return sentences that name the property and what to do
	 */
	List<String> all() {
		List<String> warnings = new ArrayList<>();
		if (StandIn.isTest(this.environment)) {
			return warnings;
		}
		productionProfile().ifPresent((profile) -> {
			String start = "Profile '" + profile + "' is active, but ";
			trialServers().forEach((property) -> warnings.add(start + property
					+ " is a CA's staging server, whose certificates no browser trusts. Set it to the CA itself, such as letsencrypt, for this profile"));
			String local = local();
			if (local != null) {
				warnings.add(start + local);
			}
		});
		String vanishing = this.wanted.use(Issuer.ACME) ? vanishing() : null;
		if (vanishing != null) {
			warnings.add(vanishing);
		}
		return warnings;
	}

	private Optional<String> productionProfile() {
		return Arrays.stream(this.environment.getActiveProfiles()).filter(StartWarnings::isOfProduction).findFirst();
	}

	private static boolean isOfProduction(String profile) {
		List<String> words = List.of(profile.toLowerCase(Locale.ROOT).split("[-_.]"));
		return words.stream().anyMatch(PRODUCTION::contains) && words.stream().noneMatch(NOT::contains);
	}

	/**
	 * Which properties name one, each with its value.
	 */
	private Stream<String> trialServers() {
		if (!this.wanted.use(Issuer.ACME)) {
			return Stream.empty();
		}
		Stream.Builder<String> found = Stream.builder();
		HttpsProperties.Acme acme = this.properties.acme();
		if (isTrial(acme.server()) && this.connected.get() == null) {
			found.add("https.acme.server=" + acme.server());
		}
		for (int i = 0; i < acme.fallbacks().size(); i++) {
			if (isTrial(acme.fallbacks().get(i).server())) {
				found.add("https.acme.fallbacks[" + i + "].server=" + acme.fallbacks().get(i).server());
			}
		}
		return found.build();
	}

	/**
	 * Who asked for the local CA wants it, also in production.
	 */
	private @Nullable String local() {
		if (this.properties.named().isEmpty()) {
			return (this.properties.issuer() == null) ? "no domain is configured, so that the local CA serves "
					+ this.properties.local().domains() + ". Set https.domains to the names of this application" : null;
		}
		String standIn = this.wanted.standIn();
		return (standIn != null) ? "the local CA stands in for the configured domains, because " + standIn
				+ ". Set https.issuer=acme, or take the reason away" : null;
	}

	private @Nullable String vanishing() {
		String server = Objects.requireNonNullElse(this.connected.get(), this.properties.acme().server());
		if (!(this.store instanceof FileStore file) || isTrial(server) || isOfThisMachine(server)) {
			return null;
		}
		String where = this.mounts.get().vanishing(file.getDirectory());
		return (where != null) ? "The store " + file.getDirectory() + " is " + where
				+ ", and is lost with it: certificates and the account would be obtained anew each time, which CAs limit."
				+ " Mount a volume there, or set https.store.directory to a directory on one" : null;
	}

	/**
	 * A CA that is as easily started anew as the application is.
	 */
	private static boolean isOfThisMachine(String server) {
		try {
			String host = URI.create(server).getHost();
			return host != null && (host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]"));
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	private static boolean isTrial(@Nullable String server) {
		try {
			return server != null && AcmeServer.of(server).standing() == Standing.TRIAL;
		}
		catch (IllegalArgumentException ex) {
			// Whoever makes the issuer says so.
			return false;
		}
	}

}
