package dev.autohttps.autoconfigure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.autohttps.store.file.FileStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class StartWarningsTests {

	private static final String LAYER = "1 0 0:57 / / rw - overlay overlay rw";

	@TempDir
	private Path store;

	private final List<String> mounts = new ArrayList<>();

	private String connected;

	private final MockEnvironment environment = new MockEnvironment();

	@ParameterizedTest
	@ValueSource(strings = { "prod", "production", "Production", "live", "prod-eu", "eu-prod", "aws_production", "prd",
			"eu.live.2" })
	void aStagingServerInProductionIsNamed(String profile) {
		this.environment.setActiveProfiles("metrics", profile);
		assertThat(warnings("https.domains=shop.example", "https.acme.server=letsencrypt-staging"))
			.containsExactly("Profile '" + profile + "' is active, but https.acme.server=letsencrypt-staging is a CA's "
					+ "staging server, whose certificates no browser trusts. Set it to the CA itself, such as "
					+ "letsencrypt, for this profile");
	}

	@Test
	void aStagingServerByItsUrlAndAmongTheFallbacksIsNamedToo() {
		this.environment.setActiveProfiles("prod");
		assertThat(warnings("https.domains=shop.example",
				"https.acme.server=https://acme-staging-v02.api.letsencrypt.org/directory",
				"https.acme.fallbacks[0].server=zerossl", "https.acme.fallbacks[1].server=google-staging"))
			.hasSize(2)
			.anySatisfy((warning) -> assertThat(warning).contains("https.acme.server=https://acme-staging"))
			.anySatisfy((warning) -> assertThat(warning).contains("https.acme.fallbacks[1].server=google-staging"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "staging", "dev", "reproduction", "products", "delivery", "pre-prod", "non-production",
			"preprod", "prod-like" })
	void elsewhereAStagingServerIsAsItShouldBe(String profile) {
		this.environment.setActiveProfiles(profile);
		assertThat(warnings("https.domains=shop.example", "https.acme.server=letsencrypt-staging")).isEmpty();
	}

	@Test
	void aProductionServerInProductionIsAsItShouldBe() {
		this.environment.setActiveProfiles("production");
		assertThat(warnings("https.domains=shop.example")).isEmpty();
	}

	@Test
	void productionWithoutDomainsIsSaid() {
		this.environment.setActiveProfiles("production");
		assertThat(warnings()).singleElement()
			.asString()
			.contains("no domain is configured")
			.contains("Set https.domains");
	}

	@Test
	void whoAsksForTheLocalCaGetsItInProductionToo() {
		this.environment.setActiveProfiles("production");
		assertThat(warnings("https.issuer=local", "https.domains=shop.internal")).isEmpty();
		assertThat(warnings("https.issuer=local")).isEmpty();
	}

	@Test
	void aStandInInProductionIsSaid() {
		this.environment.setActiveProfiles("production");
		assertThat(warnings("https.domains=shop.example", "server.port=0")).singleElement()
			.asString()
			.contains("because server.port is 0")
			.contains("https.issuer=acme");
	}

	@Test
	void aStoreThatVanishesWithItsContainerIsNamed() {
		this.mounts.add(LAYER);
		assertThat(warnings("https.domains=shop.example")).singleElement()
			.asString()
			.startsWith("The store " + this.store + " is on the container's own file system")
			.contains("Mount a volume")
			.contains("https.store.directory");
	}

	@Test
	void aStoreOnAVolumeIsAsItShouldBe() {
		this.mounts.add(LAYER);
		this.mounts.add("2 1 8:1 / " + this.store + " rw - ext4 /dev/sda1 rw");
		assertThat(warnings("https.domains=shop.example")).isEmpty();
	}

	@Test
	void whatIsCheaplyObtainedAnewMayVanish() {
		this.mounts.add(LAYER);
		assertThat(warnings()).isEmpty();
		assertThat(warnings("https.domains=shop.example", "https.acme.server=letsencrypt-staging")).isEmpty();
		assertThat(warnings("https.domains=shop.example", "https.acme.server=https://localhost:14000/dir")).isEmpty();
		assertThat(warnings("https.domains=shop.example", "https.acme.server=https://127.0.0.1/dir")).isEmpty();
		assertThat(warnings("https.domains=shop.example", "https.acme.server=https://ca.internal/dir")).hasSize(1);
		assertThat(warnings("https.domains=shop.example", "server.port=0")).isEmpty();
	}

	@Test
	void theCaOfAServiceConnectionIsLookedAtInPlaceOfTheConfiguredOne() {
		this.environment.setActiveProfiles("production");
		this.mounts.add(LAYER);
		this.connected = "https://ca.internal/dir";
		assertThat(warnings("https.domains=shop.example", "https.acme.server=letsencrypt-staging")).singleElement()
			.asString()
			.startsWith("The store ");
		this.connected = "https://localhost:14000/dir";
		assertThat(warnings("https.domains=shop.example", "https.acme.server=letsencrypt")).isEmpty();
	}

	@Test
	void testsAreNotWarned() {
		this.mounts.add(LAYER);
		this.environment.setActiveProfiles("production");
		assertThat(warnings("https.domains=shop.example", "https.issuer=acme",
				"org.springframework.boot.test.context.SpringBootTestContextBootstrapper=true",
				"https.acme.server=letsencrypt-staging"))
			.isEmpty();
	}

	private List<String> warnings(String... properties) {
		for (String property : properties) {
			int equals = property.indexOf('=');
			this.environment.setProperty(property.substring(0, equals), property.substring(equals + 1));
		}
		HttpsProperties bound = Binder.get(this.environment).bindOrCreate("https", HttpsProperties.class);
		WantedCertificates wanted = new WantedCertificates(bound, new CertificateReader(bound, (domain) -> false),
				StandIn.reason(this.environment));
		return new StartWarnings(this.environment, bound, wanted, new FileStore(this.store), () -> this.connected,
				() -> new Mounts(this.mounts, false))
			.all();
	}

}
