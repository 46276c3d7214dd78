package dev.autohttps.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.autohttps.Certificates;
import dev.autohttps.TestApplication;
import dev.autohttps.acme.Http01ChallengeSolver;
import dev.autohttps.certificate.Pem;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.TestStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What somebody reads who wrote something that cannot work.
 */
@Tag("once")
@ExtendWith(OutputCaptureExtension.class)
class InvalidConfigurationTests {

	private static final String AGREED = "https.acme.terms-of-service-agreed=true";

	private static final String FALLBACK = "https.acme.fallbacks[0].";

	private static final String DOMAINS = "https.domains=shop.example";

	@TempDir
	Path store;

	private CapturedOutput output;

	@BeforeEach
	void capture(CapturedOutput output) {
		this.output = output;
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '"', textBlock = """
			https://shop.example,   is a URL
			shop.example/cart,      is a URL
			shop.example:443,       has a port
			shop_.example,          'shop_' may have letters
			-shop.example,          '-shop' may have letters
			shop..example,          is not a host name
			shop example,           'shop example' may have letters
			*.*.example,            only the first label may be *
			shop.*.example,         only the first label may be *
			1.2.3,                  neither a host name nor an IP address
			300.1.1.1,              neither a host name nor an IP address
			""")
	void aDomainThatNoCertificateCanHave(String domain, String reason) {
		assertThat(failure("https.domains=" + domain, AGREED))
			.contains("'https.domains' has the value '" + domain + "'")
			.contains("commandLineArgs")
			.contains(reason)
			.contains("Write host names such as shop.example, wildcards such as *.shop.example or IP addresses");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					https.hsts.preload=true                                | 'https.hsts.preload'            | Set https.hsts.max-age
					https.hsts.include-subdomains=true                     | 'https.hsts.include-subdomains' | Set https.hsts.max-age
					https.hsts.max-age=-1d                                 | 'https.hsts.max-age'            | such as 365d
					https.hsts.max-age=365d,https.hsts.preload=true        | 'https.hsts.preload'            | https.hsts.include-subdomains=true
					https.hsts.max-age=30d,https.hsts.preload=true,https.hsts.include-subdomains=true | 'https.hsts.preload' | 365d or more
					https.unknown-host=refuse                              | https.unknown-host              | default
					server.ssl.client-auth=need                            | server.ssl.client-auth          | set server.ssl.trust-certificate
					https.redirect.port=0                                  | 'https.redirect.port'           | Set it to the port
					""")
	void aSettingOfTheServerThatCannotWork(String properties, String named, String remedy) {
		assertThat(failure(WebApplicationType.SERVLET, properties.split(","))).containsIgnoringCase(named)
			.containsIgnoringCase(remedy);
	}

	@Test
	void theOnlyChallengeIsOneThatTheServerCannotAnswer() {
		assertThat(failure(WebApplicationType.SERVLET, DOMAINS, AGREED, "https.issuer=acme",
				"https.acme.challenges=tls-alpn-01", "server.ssl.enabled=false"))
			.contains("https.acme.challenges")
			.contains("tls-alpn-01 is not tried: server.ssl.enabled is false");
		assertThat(failure(WebApplicationType.SERVLET, DOMAINS, AGREED, "https.issuer=acme",
				"https.acme.challenges=tls-alpn-01", "server.ssl.key-store=classpath:none.p12"))
			.contains("tls-alpn-01 is not tried: server.ssl names a key of its own");
	}

	@Test
	void oneDomainOfSeveralThatNoCertificateCanHave() {
		assertThat(failure("https.certificates.shop.domains[0]=shop.example",
				"https.certificates.shop.domains[1]=www shop.example", AGREED))
			.contains("'https.certificates.shop.domains' has the value 'www shop.example'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https.domains=", "https.certificates.shop.domains=", "https.certificates.https.domains=",
			"https.certificates.shop.key-types=rsa-2048", "https.local.domains=" })
	void noDomain(String property) {
		String name = property.substring(0, property.indexOf('=')).replace("key-types", "domains");
		assertThat(failure(property, AGREED)).contains("'" + name + "'")
			.contains("names no domain")
			.contains("Write the names that the certificate is for, such as shop.example, www.shop.example");
	}

	@Test
	void theSameDomainTwiceInOneCertificate() {
		assertThat(failure("https.domains=shop.example, www.shop.example, SHOP.example.", AGREED))
			.contains("'https.domains' has the value 'SHOP.example.'")
			.contains("is there twice")
			.contains("name it once");
	}

	@Test
	void theSameDomainInTwoCertificates() {
		assertThat(failure("https.certificates.one.domains=shop.example, www.shop.example",
				"https.certificates.two.domains=www.shop.example", "https.default-certificate=one", AGREED))
			.containsPattern("'https.certificates.(one|two).domains' has the value 'www.shop.example'")
			.containsPattern("Certificate '(one|two)' has that domain already")
			.contains("Name the domain in one of them only")
			.contains("key-types");
	}

	@Test
	void aCertificateWithTheNameOfWhatClientsTrust() {
		assertThat(failure("https.issuer=local", "https.certificates.https-trust.domains=shop.localhost"))
			.contains("'https.certificates.https-trust'")
			.contains("Give the certificate another name");
	}

	@Test
	void theShorthandAndACertificateOfItsName() {
		assertThat(failure(DOMAINS, "https.certificates.https.domains=www.shop.example", AGREED))
			.contains("'https.certificates.https'")
			.contains("https.domains describes the certificate of that name already")
			.contains("give the other certificate another name");
	}

	@Test
	void aWildcardThatCannotBeProven() {
		assertThat(failure("https.domains=*.shop.example", "https.acme.challenges=http-01", AGREED))
			.contains("'https.domains' has the value '*.shop.example'")
			.contains("http-01")
			.contains("https.acme.challenges")
			.contains("a wildcard can be proven by DNS only")
			.contains("Say who changes the DNS (https.acme.dns.rfc2136.server, ")
			.contains("or set it to dns-persist-01")
			.contains("or name the hosts one by one");
	}

	@Test
	void anAddressThatCannotBeProvenByDns() {
		assertThat(failure("https.domains=192.0.2.1", "https.acme.challenges=dns-01", AGREED))
			.contains("'https.domains' has the value '192.0.2.1'")
			.contains("dns-01")
			.contains("Set https.acme.challenges to challenges that fit")
			.contains("http-01")
			.doesNotContain("wildcard");
	}

	@Test
	void challengesOfOneCertificateThatDoNotFit() {
		assertThat(failure("https.certificates.shop.domains=*.shop.example",
				"https.certificates.shop.challenges=http-01", AGREED))
			.contains("'https.certificates.shop.domains' has the value '*.shop.example'")
			.contains("https.certificates.shop.challenges")
			.doesNotContain("https.acme.challenges");
	}

	@Test
	void aChallengeThatNobodyHereAnswers() {
		assertThat(failure(DOMAINS, "https.acme.challenges=dns-01", AGREED))
			.contains("'https.domains' has the value 'shop.example'")
			.contains("challenges dns-01 of https.acme.challenges: dns-01 is not tried: nobody is configured who "
					+ "changes the DNS (https.acme.dns.rfc2136.server, https.acme.dns.acme-dns.url, "
					+ "https.acme.dns.exec.command, or a bean of type DnsRecords).")
			.contains("this application can answer (http-01");
	}

	@Test
	void anApplicationWithoutAServerThatCouldAnswer() {
		SpringApplicationBuilder application = new SpringApplicationBuilder(TestApplication.class)
			.web(WebApplicationType.NONE);
		assertThatException().isThrownBy(() -> application
			.run("--" + DOMAINS, "--" + AGREED, "--https.store.directory=" + this.store.resolve("store"))
			.close());
		assertThat(this.output).contains("'https.domains' has the value 'shop.example'")
			.contains("there is no ChallengeSolver for them, since this application has no web server of ours")
			.contains("this application can answer (dns-persist-01");
	}

	@Test
	void severalCertificatesAndNoDefault() {
		assertThat(failure("https.certificates.one.domains=one.example", "https.certificates.two.domains=two.example",
				AGREED))
			.contains("'https.default-certificate' is not set")
			.containsPattern("one, two|two, one")
			.contains("Set https.default-certificate to one of them");
	}

	@Test
	void aDefaultThatIsNotThere() {
		assertThat(failure(DOMAINS, "https.default-certificate=shop", AGREED))
			.contains("'https.default-certificate' has the value 'shop'")
			.contains("There is no certificate of that name")
			.contains("Choose from https, or add https.certificates.shop");
	}

	@Test
	void termsThatWereNotAgreedTo() {
		assertThat(failure(DOMAINS)).contains("'https.acme.terms-of-service-agreed' has the value 'false'")
			.contains("https://acme-v02.api.letsencrypt.org/directory")
			.contains("https.acme.terms-of-service-agreed=true")
			.contains("https.issuer=local");
	}

	@Test
	void aServerThatHasNoName() {
		assertThat(failure(DOMAINS, "https.acme.server=letsencript", AGREED))
			.contains("'https.acme.server' has the value 'letsencript'")
			.contains("is not the name of a CA")
			.contains("Set it to one of letsencrypt, letsencrypt-staging, zerossl, google")
			.contains("or to the URL of an ACME directory");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://ca.example/directory", "https:///directory", "https://", "https:ca.example",
			"https://ca example/directory", "ftp://ca.example", "ca.example:443", "https://ca.example:port/", "::" })
	void aServerThatIsNoUrlOfADirectory(String url) {
		assertThat(failure(DOMAINS, "https.acme.server=" + url, AGREED))
			.contains("'https.acme.server' has the value '" + url + "'")
			.contains("is not the URL of an ACME directory")
			.contains("https://ca.example/directory");
	}

	@Test
	void anEmptyServer() {
		assertThat(failure(DOMAINS, "https.acme.server=", AGREED)).contains("'https.acme.server' has the value ''")
			.contains("Set it to one of letsencrypt");
	}

	@Test
	void aTrustOfTheCaThatIsNotThere() {
		assertThat(failure(DOMAINS, "https.acme.ssl.bundle=company", AGREED))
			.contains("'https.acme.ssl.bundle' has the value 'company'")
			.contains("spring.ssl.bundle");
	}

	@ParameterizedTest
	@ValueSource(strings = { "terms-of-service-agreed=true", "server=", "server= " })
	void aFallbackWithoutAServer(String property) {
		assertThat(failure(DOMAINS, AGREED, FALLBACK + property)).contains("'https.acme.fallbacks[0].server' ")
			.contains("It names no CA.")
			.contains("Set it to one of letsencrypt, letsencrypt-staging, zerossl, google")
			.contains("or to the URL of an ACME directory.");
	}

	@Test
	void aFallbackThatHasNoName() {
		assertThat(failure(DOMAINS, AGREED, FALLBACK + "server=zerosll", FALLBACK + "terms-of-service-agreed=true"))
			.contains("'https.acme.fallbacks[0].server' has the value 'zerosll'")
			.contains("is not the name of a CA")
			.contains("Set it to one of letsencrypt, letsencrypt-staging, zerossl, google");
	}

	@ParameterizedTest
	@ValueSource(strings = { "letsencrypt", "https://acme-v02.api.letsencrypt.org/directory" })
	void aFallbackThatIsTheCaItself(String server) {
		assertThat(failure(DOMAINS, AGREED, FALLBACK + "server=" + server, FALLBACK + "terms-of-service-agreed=true"))
			.contains("'https.acme.fallbacks[0].server' has the value '" + server + "'")
			.contains("That CA is asked before already, so it cannot help where it failed.")
			.contains("Name another CA, or leave this one out.");
	}

	@Test
	void theSameFallbackTwice() {
		assertThat(failure(DOMAINS, AGREED, FALLBACK + "server=zerossl", FALLBACK + "terms-of-service-agreed=true",
				"https.acme.fallbacks[1].server=zerossl", "https.acme.fallbacks[1].terms-of-service-agreed=true"))
			.contains("'https.acme.fallbacks[1].server' has the value 'zerossl'")
			.contains("That CA is asked before already, so it cannot help where it failed.");
	}

	@Test
	void termsOfAFallbackThatWereNotAgreedTo() {
		assertThat(failure(DOMAINS, AGREED, FALLBACK + "server=zerossl"))
			.contains("'https.acme.fallbacks[0].terms-of-service-agreed' has the value 'false'")
			.contains("The terms of service of https://acme.zerossl.com/v2/DV90 must be agreed to")
			.contains("set https.acme.fallbacks[0].terms-of-service-agreed=true");
	}

	@ParameterizedTest
	@CsvSource({ "key-id, mac-key", "mac-key, key-id" })
	void halfAnAccountBindingOfAFallback(String given, String missing) {
		String binding = FALLBACK + "external-account-binding.";
		assertThat(failure(DOMAINS, AGREED, FALLBACK + "server=zerossl", FALLBACK + "terms-of-service-agreed=true",
				binding + given + "=top-secret"))
			.contains("'" + binding + missing + "' is not set")
			.contains("One half of the external account binding is missing.")
			.contains("Set both " + binding + "key-id and " + binding + "mac-key, as the CA gave them, or neither.");
		assertThat(this.output).doesNotContain("top-secret");
	}

	@Test
	void aTrustOfAFallbackThatIsNotThere() {
		assertThat(failure(DOMAINS, AGREED, FALLBACK + "server=https://ca.example/directory",
				FALLBACK + "terms-of-service-agreed=true", FALLBACK + "ssl.bundle=company"))
			.contains("'https.acme.fallbacks[0].ssl.bundle' has the value 'company'")
			.contains("There is no SSL bundle of that name.")
			.contains("spring.ssl.bundle.pem.company.truststore.certificate");
	}

	@ParameterizedTest
	@ValueSource(strings = { "letsencrypt", "https://acme-v02.api.letsencrypt.org/directory" })
	void aTrialServerThatIsTheCaItself(String server) {
		assertThat(failure(DOMAINS, AGREED, "https.acme.trial-server=" + server))
			.contains("'https.acme.trial-server' has the value '" + server + "'")
			.contains("That is the CA itself, so a trial would use up what it is to spare.")
			.contains("Name the CA's staging server, such as letsencrypt-staging, or leave it out.");
	}

	@Test
	void aTrialServerThatHasNoName() {
		assertThat(failure(DOMAINS, AGREED, "https.acme.trial-server=staging"))
			.contains("'https.acme.trial-server' has the value 'staging'")
			.contains("is not the name of a CA")
			.contains("Set it to one of letsencrypt, letsencrypt-staging, zerossl, google");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/below" })
	void aStoreInThePlaceOfAFile(String below) throws Exception {
		Path file = Files.createFile(this.store.resolve("file"));
		assertThat(failure("https.store.directory=" + file + below))
			.contains("'https.store.directory' has the value '" + file + below + "'")
			.contains("a file is in the place of a directory")
			.contains("set https.store.directory to another");
	}

	@Test
	void aStoreOfTheApplicationThatFails() {
		assertThatException().isThrownBy(() -> new SpringApplicationBuilder(TestApplication.class, FailingStore.class)
			.web(WebApplicationType.NONE)
			.run()
			.close());
		assertThat(this.output).contains("The bean of type Store, which keeps keys and certificates, cannot be used: ")
			.contains("Mend what it needs; or take the bean out");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			nowhere | There is no such directory.
			empty   | It is no configuration directory of certbot: it has neither 'renewal' nor 'accounts'.
			file    | There is no such directory.
			""")
	void aDirectoryThatIsNotOfCertbot(String name, String reason) throws Exception {
		Files.createDirectory(this.store.resolve("empty"));
		Files.createFile(this.store.resolve("file"));
		Path directory = this.store.resolve(name);
		assertThat(failure(DOMAINS, AGREED, "https.issuer=acme", "https.store.directory=" + this.store.resolve("s"),
				"https.certbot.directory=" + directory))
			.contains("'https.certbot.directory' has the value '" + directory + "'")
			.contains(reason)
			.contains("Set it to the directory that certbot has its configuration in, which is /etc/letsencrypt unless "
					+ "certbot was told otherwise (--config-dir), or leave it out.");
	}

	@Test
	void aStoreOfAKindThatIsNotThere() {
		assertThat(failure("https.store.type=floppy")).contains("'https.store.type' has the value 'floppy'")
			.contains("It is none of file.")
			.contains("Choose from file, or leave it out.");
	}

	@ParameterizedTest
	@CsvSource({ "https.domains, https", "https.certificates.shop.domains, shop" })
	void aCertificateThatHasTheNameOfABundle(String property, String name) throws Exception {
		ServerCertificate own = Certificates.selfSigned("localhost");
		Path certificate = Files.writeString(this.store.resolve("own.crt"), Pem.encode(own.chain()));
		Path key = Files.writeString(this.store.resolve("own.key"), Pem.encode(own.privateKey()));
		assertThat(failure(property + "=shop.localhost", "https.issuer=local",
				"spring.ssl.bundle.pem." + name + ".keystore.certificate=" + certificate,
				"spring.ssl.bundle.pem." + name + ".keystore.private-key=" + key))
			.contains("'" + property.replace(".shop.domains", ".shop") + "'")
			.contains("the SSL bundle '" + name + "'")
			.contains("spring.ssl.bundle")
			.contains("Rename one of the two")
			.contains("https.certificates.my-" + name);
	}

	@Test
	void aPublicNameFromTheLocalCa() {
		assertThat(failure("https.domains=shop.localhost, www.spring.io", "https.issuer=local"))
			.contains("'https.domains' has the value 'www.spring.io'")
			.contains("The local CA issues for names that end in localhost")
			.contains("Set https.issuer=acme for public names, or use a local name such as shop.localhost");
	}

	@ParameterizedTest
	@CsvSource({ "*.localhost, shop.localhost, *.shop.localhost", "*.test, shop.test, *.shop.test" })
	void aWildcardThatNoClientBelieves(String wildcard, String name, String other) {
		assertThat(failure("https.domains=" + wildcard, "https.issuer=local"))
			.contains("'https.domains' has the value '" + wildcard + "'")
			.contains("refuse a wildcard for all that ends in one word")
			.contains("Write the names, such as " + name + ", or a wildcard such as " + other + ".");
	}

	@Test
	void aCaThatIsToBeAskedForNothing() {
		assertThat(failure("https.issuer=acme", AGREED)).contains("'https.domains' is not set")
			.contains("https.issuer=acme asks a CA, and no domain is named.")
			.contains("Set it to the names of this application, such as shop.example, or leave out https.issuer.");
	}

	@Test
	void aPublicNameFromTheLocalCaThatStandsIn() {
		assertThat(failure(DOMAINS, "server.port=0", "https.local.domains=dev.shop.example"))
			.contains("'https.local.domains' has the value 'dev.shop.example'")
			.contains("The local CA issues for names that end in localhost");
	}

	@Test
	void anIssuerThatIsNotThere() {
		assertThat(failure(DOMAINS, "https.issuer=letsencrypt", AGREED))
			.contains("'https.issuer' has the value 'letsencrypt'")
			.contains("commandLineArgs")
			.contains("It is none of acme, local.")
			.contains("Choose from acme, local, or leave it out.");
	}

	@Test
	void aKeyTypeThatIsNotThere() {
		assertThat(failure("https.certificates.shop.domains=shop.example",
				"https.certificates.shop.key-types=ec-p256, rsa-1024", AGREED))
			.contains("'https.certificates.shop.key-types' has the value 'rsa-1024'")
			.contains("There is no such key type")
			.contains("Choose from ec-p256, ec-p384, rsa-2048, rsa-3072, rsa-4096");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https.acme.challenges", "https.certificates.shop.challenges" })
	void aChallengeThatIsNotThere(String property) {
		assertThat(failure("https.certificates.shop.domains=shop.example", property + "=http-01, http-02", AGREED))
			.contains("'" + property + "' has the value 'http-02'")
			.contains("There is no such challenge type")
			.contains("Choose from http-01, tls-alpn-01, dns-01, dns-persist-01");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ops", "ops@", "@shop.example", "tel:+123", "ops@shop.example?subject=x" })
	void aContactThatIsNoAddress(String contact) {
		assertThat(failure(DOMAINS, "https.acme.contact=" + contact, AGREED))
			.contains("'https.acme.contact' has the value '" + contact + "'")
			.contains("no e-mail address")
			.contains("Write one such as ops@shop.example");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			new-orders.count=0              | 0     | Set it to 1 or more | https.acme.limits.enabled=false
			certificates.count=-5           | -5    | Set it to 1 or more | https.acme.limits.enabled=false
			new-accounts.period=0s          | 0s    | such as 3h or 7d    | a year at most
			failed-validations.period=-1h   | -1h   | such as 3h or 7d    | a year at most
			failed-validations.period=9999d | 9999d | such as 3h or 7d    | a year at most
			""")
	void aLimitThatIsNone(String setting, String value, String remedy, String more) {
		assertThat(failure(DOMAINS, "https.acme.limits." + setting, AGREED))
			.contains("'https.acme.limits." + setting.split("=")[0] + "' has the value '" + value)
			.contains(remedy)
			.contains(more);
	}

	@ParameterizedTest
	@CsvSource({ "count=3, period", "period=3h, count" })
	void halfALimitOfACaWhoseLimitsAreNotKnown(String given, String missing) {
		assertThat(failure(DOMAINS, "https.acme.server=zerossl", "https.acme.limits.new-orders." + given, AGREED))
			.contains("'https.acme.limits.new-orders." + missing + "' is not set")
			.contains("is missing")
			.contains("Set both https.acme.limits.new-orders.count and https.acme.limits.new-orders.period");
	}

	@ParameterizedTest
	@CsvSource({ "key-id, mac-key", "mac-key, key-id" })
	void halfAnAccountBinding(String given, String missing) {
		assertThat(failure(DOMAINS, "https.acme.external-account-binding." + given + "=top-secret", AGREED))
			.contains("'https.acme.external-account-binding." + missing + "' is not set")
			.contains("is missing")
			.contains("Set both")
			.contains("https.acme.external-account-binding." + given);
		assertThat(this.output).doesNotContain("top-secret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "top-secret", "top secret!", "dG9wLXNlY3JldA" })
	void aKeyOfAnAccountBindingThatIsNone(String key) {
		assertThat(failure(DOMAINS, "https.acme.external-account-binding.key-id=me",
				"https.acme.external-account-binding.mac-key=" + key, AGREED))
			.contains("'https.acme.external-account-binding.mac-key' cannot be used as it is")
			.contains("base64url")
			.contains("Copy it again, as the CA gave it");
		assertThat(this.output).doesNotContain(key);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "1", "-0.5", "33", "NaN" })
	void aShareOfALifetimeThatIsNone(String remaining) {
		assertThat(failure("https.renewal.remaining=" + remaining))
			.contains("'https.renewal.remaining' has the value '")
			.contains("between 0.02 and 0.9");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0s", "-1d", "9s", "3650d" })
	void aValidityThatNoCertificateCanHave(String validity) {
		assertThat(failure("https.local.validity=" + validity)).contains("'https.local.validity' has the value '")
			.contains("Set it to");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https.http.port=65536", "https.http.port=-1", "https.redirect.port=65536",
			"https.redirect.port=0", "https.redirect.port=-1" })
	void aPortThatIsNone(String property) {
		String[] parts = property.split("=");
		assertThat(failure(WebApplicationType.SERVLET, property, "server.port=0"))
			.contains("'" + parts[0] + "' has the value '" + parts[1] + "'")
			.contains("It is no port")
			.contains("Set it to ");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					https.http.port=eighty                             | It is no whole number.        | Write one in digits
					https.renewal.remaining=half                       | It is no number.              | Write one such as 0.5
					https.local.validity=a week                        | It is no length of time.      | such as 30s, 12h or 7d
					https.acme.limits.new-orders.period=soon           | It is no length of time.      | such as 30s, 12h or 7d
					https.acme.profile-required=yes please              | It is neither true nor false. | Set it to true or false
					https.local.mkcert=perhaps                         | It is neither true nor false. | Set it to true or false
					https.acme.preflight=strict                        | It is none of                 | Choose from enforce, warn, off
					https.unknown-host=refuse                          | It is none of                 | Choose from default, reject
					https.certificates.shop.issuer=me                  | It is none of                 | Choose from acme, local
					https.acme.dns.propagation.ask=all                 | It is none of                 | Choose from authoritative, resolvers, nobody
					""")
	void aValueOfAnotherKind(String property, String reason, String remedy) {
		String[] parts = property.split("=");
		assertThat(failure(property, DOMAINS, AGREED)).contains("'" + parts[0] + "' has the value '" + parts[1] + "'")
			.contains(reason)
			.contains(remedy + ", or leave it out.")
			.doesNotContain("java.")
			.doesNotContain("dev.autohttps");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			https.certificates=shop.example       | https.certificates.shop.domains
			https.certificates.shop=shop.example  | https.certificates.shop.domains
			https.acme=letsencrypt                | https.acme.server
			https.acme.fallbacks=zerossl          | https.acme.fallbacks[0].server
			https.redirect=false                  | https.redirect.enabled
			https.hsts=365d                       | https.hsts.max-age
			https.acme.external-account-binding=x | below https.acme.external-account-binding
			""")
	void aValueWhereOthersBelong(String property, String remedy) {
		assertThat(failure(property)).contains("'" + property.split("=")[0] + "' cannot be used as it is")
			.contains("It has no value itself, but properties below it.")
			.contains(remedy);
	}

	@Test
	void anUnknownNameInAList() {
		assertThat(failure(DOMAINS, AGREED, FALLBACK + "url=https://ca.example/directory"))
			.contains("'https.acme.fallbacks[0].url' cannot be used as it is")
			.contains("There is no such property.")
			.contains("Correct its name");
		assertThat(this.output).contains("known are https.acme.fallbacks[0].contact, ");
	}

	@Test
	void whatIsMissingBecauseItsNameIsWrongIsNamedBefore() {
		failure(DOMAINS, "https.acme.tos-agreed=true");
		assertThat(this.output).containsSubsequence("There is no property 'https.acme.tos-agreed'", "commandLineArgs",
				"so it does nothing: write https.acme.terms-of-service-agreed",
				"'https.acme.terms-of-service-agreed' has the value 'false' by default");
	}

	private String failure(String... properties) {
		return failure(WebApplicationType.NONE, properties);
	}

	/**
	 * Return what is said when the application does not start.
	 */
	private String failure(WebApplicationType type, String... properties) {
		List<String> arguments = new ArrayList<>(
				List.of("--spring.main.banner-mode=off", "--spring.main.register-shutdown-hook=false"));
		if (Arrays.stream(properties).noneMatch((property) -> property.startsWith("https.store.directory"))) {
			arguments.add("--https.store.directory=" + this.store.resolve("store"));
		}
		Arrays.stream(properties).map((property) -> "--" + property).forEach(arguments::add);
		SpringApplicationBuilder application = new SpringApplicationBuilder(TestApplication.class).web(type);
		if (type == WebApplicationType.NONE) {
			// What a web server of ours would bring.
			application.sources(Http01ChallengeSolver.class);
		}
		assertThatException().isThrownBy(() -> application.run(arguments.toArray(String[]::new)).close());
		String said = this.output.getAll();
		assertThat(said).contains("APPLICATION FAILED TO START");
		return said.substring(said.indexOf("APPLICATION FAILED TO START"));
	}

	@Configuration(proxyBeanMethods = false)
	static class FailingStore {

		@Bean
		TestStore store() {
			TestStore store = new TestStore();
			store.breakOn((operation) -> true);
			return store;
		}

	}

}
