package dev.autohttps.autoconfigure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.autohttps.TestApplication;
import dev.autohttps.acme.ChallengeRequest;
import dev.autohttps.acme.ChallengeSolver;
import dev.autohttps.acme.ChallengeSolvers;
import dev.autohttps.acme.dns.DnsRecords;
import dev.autohttps.acme.dns.TxtRecord;
import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.Domain;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What a user reads who says wrongly who changes the DNS.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("once")
class InvalidDnsConfigurationTests {

	private static final String DNS = "https.acme.dns.";

	@TempDir
	Path store;

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					rfc2136.zone=shop.example | rfc2136.server' is not set | Set it to the primary server of the zone
					rfc2136.server=ns1.shop.example:x | rfc2136.server' has the value 'ns1.shop.example:x' | Write HOST or HOST:PORT
					rfc2136.server=dns://ns1 | rfc2136.server' has the value 'dns://ns1' | Write HOST or HOST:PORT
					rfc2136.server=ns1, rfc2136.key.name=acme | rfc2136.key.secret' is not set | Set it to the key, in base64
					rfc2136.server=ns1, rfc2136.key.secret=AAAA | rfc2136.key.name' is not set | Set it to the name that the key has
					rfc2136.server=ns1, rfc2136.key.name=acme, rfc2136.key.secret=? | rfc2136.key.secret | It is not base64
					rfc2136.server=ns1, rfc2136.key.name=acme, rfc2136.key.secret=AAAA, rfc2136.key.algorithm=md5 | rfc2136.key.algorithm' cannot be used as it is | It is none of hmac-sha256
					rfc2136.server=ns1, rfc2136.timeout=0s | rfc2136.timeout' has the value '0s' | Set it to a time such as 30s
					acme-dns.username=a | acme-dns.url' is not set | such as https://auth.acme-dns.io
					acme-dns.url=auth example | acme-dns.url' has the value 'auth example' | It is no URL
					acme-dns.url=auth.example | acme-dns.url' has the value 'auth.example' | It is no URL of an acme-dns server
					acme-dns.url=https://me:top@auth.example | acme-dns.url' cannot be used as it is | It is no URL of an acme-dns server
					acme-dns.url=https://auth.example, acme-dns.username=a | acme-dns.password' is not set | rest of the account (username, password and subdomain)
					acme-dns.url=https://auth.example, acme-dns.username=a, acme-dns.password=b, acme-dns.subdomain=c.d | acme-dns.subdomain' cannot be used as it is | has characters
					acme-dns.url=https://auth.example, follow-cname=false | follow-cname' has the value 'false' | Names are delegated to acme-dns by an alias
					exec.timeout=5s | exec.command' is not set | It names no program
					exec.command=/bin/x, exec.sequence-interval=-5s | exec.sequence-interval' cannot be used as it is | It is negative
					exec.command=/bin/x, exec.values-per-name=0 | exec.values-per-name' has the value '0' | Set it to 1 or more
					exec.command=/bin/x, rfc2136.server=ns1 | https.acme.dns' | It says twice who changes the DNS
					providers.a.zones=shop.example | providers.a' | It does not say who changes the DNS
					providers.a.exec.command=/bin/x | providers.a.zones' has the value '' | It names no zone
					providers.a.exec.command=/bin/x, providers.a.zones=a b | providers.a.zones' has the value 'a b' | It is no zone
					exec.command=/bin/x, resolvers=1.2.3.4:99999 | resolvers' has the value '1.2.3.4:99999' | Write HOST or HOST:PORT
					exec.command=/bin/x, servers=user@ns1 | servers' has the value 'user@ns1' | Write HOST or HOST:PORT
					exec.command=/bin/x, propagation.timeout=-1s | propagation.timeout' has the value '-1s' | It leaves no time
					exec.command=/bin/x, propagation.delay=-1s | propagation.delay' has the value '-1s' | It is negative
					""")
	void isTold(String properties, String property, String remedy, CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(TestApplication.class, properties.split(", ")).close());
		assertThat(output).contains("https.acme.dns").contains(property).contains(remedy);
	}

	@Test
	void aNameThatNobodyChangesTheDnsFor(CapturedOutput output) {
		String[] other = { "providers.a.zones=other.example", "providers.a.exec.command=/bin/x" };
		assertThatException().isThrownBy(() -> start(TestApplication.class, other).close());
		assertThat(output).contains("'https.domains' has the value '*.shop.example'")
			.contains("a wildcard can be proven by DNS only")
			.contains("Say who changes the DNS");
		System.setProperty("https.acme.challenges", "dns-01");
		try {
			assertThatException().isThrownBy(() -> start(TestApplication.class, other).close());
		}
		finally {
			System.clearProperty("https.acme.challenges");
		}
		assertThat(output).contains("https.acme.dns does not say who changes the DNS for it");
	}

	@Test
	void whoIsConfiguredNeedsNoChallengesToBeSet() {
		try (ConfigurableApplicationContext context = start(TestApplication.class, "exec.command=/bin/x")) {
			assertThat(challenges(context)).containsExactly("dns-01");
		}
	}

	@Test
	void whereSomeNamesAreInNoZoneTheirHostsAreAsked() {
		String[] provider = { "providers.a.zones=shop.example", "providers.a.exec.command=/bin/x" };
		try (ConfigurableApplicationContext context = start(TestApplication.class, provider)) {
			assertThat(context.getBean(WantedCertificates.class)
				.all()
				.stream()
				.map((one) -> one.spec().id().name() + one.spec().challenges()))
				.containsExactlyInAnyOrder("https[dns-01]");
		}
	}

	@Test
	void aBeanNeedsNoPropertyAtAll() {
		try (ConfigurableApplicationContext context = start(WithBean.class)) {
			assertThat(challenges(context)).containsExactly("dns-01");
		}
	}

	@Test
	void aSolverOfTheUsersTakesThePlaceOfOurs() {
		System.setProperty("https.acme.challenges", "dns-01");
		try (ConfigurableApplicationContext context = start(WithSolver.class)) {
			assertThat(context.getBean(ChallengeSolvers.class)
				.forDomain(Domain.parse("*.shop.example"), List.of("dns-01"))).containsExactly(WithSolver.SOLVER);
		}
		finally {
			System.clearProperty("https.acme.challenges");
		}
	}

	private static List<String> challenges(ConfigurableApplicationContext context) {
		return context.getBean(WantedCertificates.class).all().iterator().next().spec().challenges();
	}

	private ConfigurableApplicationContext start(Class<?> application, String... properties) {
		List<String> arguments = new ArrayList<>(List.of("--https.domains=*.shop.example", "--https.issuer=acme",
				"--https.acme.server=https://localhost:1/dir", "--https.acme.terms-of-service-agreed=true",
				"--https.acme.preflight=off", "--https.store.directory=" + this.store.resolve("store")));
		for (String property : properties) {
			arguments.add("--" + DNS + property.strip());
		}
		return new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.run(arguments.toArray(String[]::new));
	}

	@Configuration(proxyBeanMethods = false)
	static class WithBean extends TestApplication {

		@Bean
		DnsRecords records() {
			return new DnsRecords() {

				@Override
				public void publish(TxtRecord record) {
				}

				@Override
				public void withdraw(TxtRecord record) {
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithSolver extends TestApplication {

		static final ChallengeSolver SOLVER = new ChallengeSolver() {

			@Override
			public String type() {
				return "dns-01";
			}

			@Override
			public boolean proves(Domain domain) {
				return true;
			}

			@Override
			public ChallengeAnswer answer(ChallengeRequest request) {
				return new ChallengeAnswer(type(), request.identifier(), "", "");
			}

		};

		@Bean
		ChallengeSolver solver() {
			return SOLVER;
		}

	}

}
