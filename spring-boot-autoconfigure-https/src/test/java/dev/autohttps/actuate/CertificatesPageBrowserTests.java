package dev.autohttps.actuate;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.autohttps.RunningApplication;
import dev.autohttps.actuate.OperationDescriptor.Outcome;
import dev.autohttps.certificate.Finding;
import dev.autohttps.certificate.Severity;
import dev.autohttps.test.EnabledIfBrowser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

import static dev.autohttps.actuate.PageSamples.ALL_OPERATIONS;
import static dev.autohttps.actuate.PageSamples.NOW;
import static dev.autohttps.actuate.PageSamples.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The page as people see it, in a real browser.
 */
@Tag("browser")
@EnabledIfBrowser
class CertificatesPageBrowserTests {

	@TempDir
	static Path store;

	private static Browser browser;

	private static PageStub stub;

	@BeforeAll
	static void startTheBrowser() throws Exception {
		stub = new PageStub();
		browser = Browser.start();
	}

	@AfterAll
	static void closeTheBrowser() {
		if (browser != null) {
			browser.close();
		}
		stub.close();
	}

	@Test
	void aRealApplicationBehindSpringSecurityShowsItsCertificateAndRenewsIt() {
		try (RunningApplication application = RunningApplication.start(store, SecuredApplication.class,
				"management.endpoints.web.exposure.include=certificates",
				"management.endpoint.certificates.access=unrestricted")) {
			look(application.https("/actuator/certificates").toString(), 1280, "light");
			browser.await(".badge", "Valid");
			assertThat(browser.text(".card")).contains("localhost", "local CA", "ec-p256", "Next attempt", "in ");
			browser.one(".more summary").click();
			String before = browser.await(".details", "Chain").getText();
			assertThat(before).contains("autohttps local CA", "Obtained").containsPattern("\\d (ms|s)\\b");
			browser.tabTo("[data-operation=renew]");
			browser.press(Keys.ENTER);
			browser.await(".result", "Accepted");
			browser.await(".details", (text) -> !text.isEmpty() && !text.equals(before));
			browser.await(".badge", "Valid");
			assertThat(browser.focused()).isEqualTo(browser.one("[data-operation=renew]"));
			assertThat(browser.all(".details tbody tr")).hasSizeGreaterThan(1);
			browser.one("[data-operation=check]").click();
			browser.await(".result", "Done");
			assertNothingWentWrong();
		}
	}

	@ParameterizedTest
	@CsvSource({ "1280, light", "1280, dark", "360, light", "360, dark" })
	void everyStateIsAccessibleAndFits(int width, String scheme) throws Exception {
		stub.shows(200,
				page(ALL_OPERATIONS, PageSamples.valid("shop"), PageSamples.renewing("api"),
						PageSamples.failing("failing"), PageSamples.expiring("expiring"),
						PageSamples.expired("expired"), PageSamples.placeholder("placeholder")));
		look(stub.url(), width, scheme);
		browser.await(".card.VALID", "Valid");
		browser.run("document.querySelectorAll('details').forEach((one) => one.open = true)");
		browser.await(".card.VALID .details", "Chain");
		stub.answers(200,
				new OperationDescriptor("check", Outcome.DONE, "An order would fail now.", null, null, List.of(),
						List.of(new Finding(Severity.FATAL, "dns", "m.shop.example", "it has no address", "an address",
								"add an A record"), Finding.ok("terms", "the CA", "they are no obstacle"),
								new Finding(Severity.DOUBTFUL, "clock", "the CA", "the clock is behind", "", ""))));
		browser.one(".card.VALID [data-operation=check]").click();
		browser.await(".card.VALID .result", "add an A record");
		assertThat(browser.violations()).isEmpty();
		assertThat(browser.overflow()).isNotPositive();
		assertNothingWentWrong();
	}

	@ParameterizedTest
	@CsvSource({ "1280, light", "360, dark" })
	void theDialogIsAccessibleAndFits(int width, String scheme) throws Exception {
		stub.shows(200, page(ALL_OPERATIONS, PageSamples.valid("shop")));
		look(stub.url(), width, scheme);
		browser.await(".badge", "Valid");
		browser.one("[data-operation=revoke]").click();
		browser.await("#revoke", "cannot be undone");
		assertThat(browser.violations()).isEmpty();
		assertThat(browser.overflow()).isNotPositive();
		assertNothingWentWrong();
	}

	@Test
	void thoseThatNeedAttentionComeFirstAndEachStateIsExplained() {
		stub.shows(200,
				page(List.of(), PageSamples.valid("shop"), PageSamples.renewing("api"), PageSamples.failing("failing"),
						PageSamples.expiring("expiring"), PageSamples.expired("expired"),
						PageSamples.placeholder("placeholder")));
		look(stub.url(), 1280, "light");
		browser.await("#headline", "4 of 6 certificates need attention.");
		assertThat(browser.title()).isEqualTo("(4) Certificates");
		assertThat(browser.all("h3").stream().map(WebElement::getText).limit(6)).containsExactly("expired",
				"placeholder", "expiring", "failing", "api", "shop");
		assertThat(browser.text(".EXPIRED .means")).contains("a warning: the certificate has run out");
		assertThat(browser.text(".PLACEHOLDER .means")).contains("a warning: no certificate was obtained yet");
		assertThat(browser.text(".EXPIRING .means")).contains("should have been renewed by now");
		assertThat(browser.text(".FAILING .means")).contains("the last attempt to obtain the next one failed");
		assertThat(browser.text(".RENEWING .means")).contains("while the next one is being obtained");
		assertThat(browser.text(".VALID .means")).contains("There is nothing to do");
		assertThat(browser.text(".RENEWING .next-attempt")).contains("Attempt under way", "told to look");
		assertThat(browser.all("button:not([hidden])").stream().filter(WebElement::isDisplayed)).isEmpty();
		assertNothingWentWrong();
	}

	@Test
	void theLifetimeIsABarWithAllThatHappensInIt() {
		stub.shows(200, page(List.of(), PageSamples.valid("shop")));
		look(stub.url(), 1280, "light");
		browser.await("#headline", "The certificate is in order.");
		assertThat(browser.title()).isEqualTo("Certificates");
		assertThat(browser.one(".bar svg").getAttribute("aria-label")).contains("44 % of it is over",
				"the CA suggests to renew it between 2026-12-12 12:00:00 UTC and 2026-12-15 12:00:00 UTC",
				"the next attempt is at 2026-12-13 22:00:00 UTC", "attempts obtained: 1", "attempts failed: 1");
		assertThat(browser.text(".legend")).contains("Now", "Window suggested by the CA", "Next attempt",
				"Attempt: obtained", "Attempt: failed");
		assertThat(position(".bar rect.used", "width")).isEqualTo("44.44%");
		assertThat(position(".bar rect.window", "x")).isEqualTo("65.56%");
		assertThat(position(".bar .next", "x")).isEqualTo("67.13%");
		assertThat(browser.text(".next-attempt")).contains("in 20 days", "2026-12-13 22:00:00 UTC");
		assertThat(browser.one(".next-attempt time").getAttribute("title")).isEqualTo("2026-12-13 22:00:00 UTC");
		assertThat(browser.all(".next-attempt a")).extracting((link) -> link.getAttribute("rel"))
			.isNotEmpty()
			.containsOnly("noreferrer noopener");
		browser.one(".more summary").click();
		assertThat(browser.await(".details", "Chain").getText()).contains("CN=ISRG Root X1", "Let's Encrypt",
				"9b1d9b1d", "6.5 s", "Obtained", "Failed", "4 of 300", "acct/1729", "3 hours");
		assertNothingWentWrong();
	}

	@Test
	void aFailureIsReadableInFull() {
		stub.shows(200, page(List.of(), PageSamples.failing("shop")));
		look(stub.url(), 1280, "light");
		assertThat(browser.await(".failure", "The last 3 attempts failed").getText()).contains(
				"Somebody must mend something: the DNS", "Failed 48 minutes ago",
				"2026-11-23 19:00:00 UTC (in 7 hours)", "urn:ietf:params:acme:error:compound",
				"Errors during validation", "2 parts", "www.shop.example", "urn:ietf:params:acme:error:connection",
				"Connection refused", "m.shop.example", "NXDOMAIN looking up A for m.shop.example - check that");
		assertThat(browser.all(".attempt .failed")).hasSize(3);
		assertThat(browser.all(".attempt .obtained")).hasSize(1);
		assertNothingWentWrong();
	}

	@ParameterizedTest
	@CsvSource({ "1280, light", "360, dark" })
	void aRecordThatSomebodyMustCreateIsShown(int width, String scheme) throws Exception {
		stub.shows(200, page(List.of(), PageSamples.lacking("shop")));
		look(stub.url(), width, scheme);
		String card = browser.await(".card", "A DNS record is to be created").getText();
		assertThat(card).contains("it is not there: NXDOMAIN from 192.0.2.53",
				"_validation-persist.shop.example. IN TXT \"letsencrypt.org; accounturi=https://acme-v02.api.letsencrypt"
						+ ".org/acme/acct/1729\"",
				"Looked at 5 minutes ago")
			.doesNotContain("_validation-persist.m.shop.example");
		browser.one(".more summary").click();
		browser.await(".details", "_validation-persist.m.shop.example. IN TXT ");
		assertThat(browser.violations()).isEmpty();
		assertThat(browser.overflow()).isNotPositive();
		assertNothingWentWrong();
	}

	@Test
	void aPlaceholderHasNoLifetime() {
		stub.shows(200, page(List.of(), PageSamples.placeholder("shop")));
		look(stub.url(), 1280, "light");
		assertThat(browser.await(".card", "Placeholder").getText()).contains("a self-signed certificate for",
				"The network or the CA is in trouble", "in 4 minutes");
		assertThat(browser.all(".bar")).isEmpty();
		browser.one(".more summary").click();
		browser.await(".details tbody", "Failed");
		assertNothingWentWrong();
	}

	@Test
	void hundredsCanBeFilteredAndAreShownInPortions() throws Exception {
		stub.shows(200, page(ALL_OPERATIONS, PageSamples.hundreds()));
		look(stub.url(), 1280, "light");
		browser.await("#headline", "2 of 302 certificates need attention.");
		assertThat(browser.all("h3").stream().map(WebElement::getText).limit(4)).containsExactly("yak", "zebra",
				"tenant-0", "tenant-1");
		assertThat(browser.all(".card")).hasSize(50);
		browser.one("#show-more").click();
		assertThat(browser.all(".card")).hasSize(100);
		browser.one("#filter").sendKeys("www.tenant-25");
		browser.await("#filtered", "11 of 302 match.");
		assertThat(browser.all(".card")).hasSize(11);
		assertThat(browser.violations()).isEmpty();
		assertNothingWentWrong();
	}

	@Test
	void whatOthersSayIsShownAsText() {
		stub.shows(200, PageSamples.evil());
		stub.answers(200, new OperationDescriptor("renew", Outcome.REFUSED, PageSamples.EVIL, NOW, null,
				List.of(PageSamples.EVIL), List.of(Finding.ok(PageSamples.EVIL, PageSamples.EVIL, PageSamples.EVIL))));
		look(stub.url(), 360, "light");
		browser.await("h3", PageSamples.EVIL);
		browser.one(".more summary").click();
		browser.await(".details", PageSamples.EVIL);
		browser.one("[data-operation=renew]").click();
		browser.await(".result", PageSamples.EVIL);
		browser.one("[data-operation=revoke]").click();
		browser.await("#revoke", PageSamples.EVIL);
		browser.press(Keys.ESCAPE);
		assertThat(browser.all("img, [onerror]")).isEmpty();
		assertThat(browser.all("a")).isEmpty();
		assertThat(browser.overflow()).isNotPositive();
		assertThat(browser.title()).isEqualTo("(1) Certificates");
		assertNothingWentWrong();
	}

	@Test
	void focusAndOpenDetailsOutliveARefresh() {
		stub.shows(200, page(ALL_OPERATIONS, PageSamples.failing("shop")));
		look(stub.url(), 1280, "light");
		browser.await(".badge", "Failing");
		browser.tabTo(".more summary");
		browser.press(Keys.ENTER);
		browser.await(".details", "Chain");
		browser.one(".failure summary").click();
		browser.tabTo(".more summary");
		stub.shows(200, page(ALL_OPERATIONS, PageSamples.expired("another"), PageSamples.valid("shop")));
		browser.await("#headline", "1 of 2");
		browser.await(".card.VALID .details", "Chain");
		assertThat(browser.focused()).isEqualTo(browser.one(".card.VALID .more summary"));
		stub.shows(200, page(ALL_OPERATIONS, PageSamples.failing("shop")));
		browser.await("#headline", "The certificate needs attention.");
		assertThat(browser.focused()).isEqualTo(browser.one(".card .more summary"));
		browser.await(".card .details", "Chain");
		assertNothingWentWrong();
	}

	@Test
	void operationsAreDoneByKeyboardAloneAndTheirResultsAnnounced() {
		stub.shows(200, page(ALL_OPERATIONS, PageSamples.valid("shop")));
		stub.answers(200, new OperationDescriptor("renew", Outcome.REFUSED, "Too many certificates were issued.",
				NOW.plus(Duration.ofHours(5)), null, List.of(), List.of()));
		look(stub.url(), 1280, "light");
		browser.await(".badge", "Valid");
		browser.run("document.cookie = 'XSRF-TOKEN=a%2Ftoken; path=/'");
		browser.tabTo("[data-operation=renew]");
		browser.press(Keys.SPACE);
		browser.await(".result[role=status]", "It may be asked for again at 2026-11-23 17:00:00 UTC (in 5 hours)");
		assertThat(stub.operations()).containsExactly("/shop/renew a/token {}");
		stub.answers(200, new OperationDescriptor("revoke", Outcome.DONE, "Revoked; another one is being sought.", null,
				null, List.of("5f3c"), List.of()));
		browser.tabTo("[data-operation=revoke]");
		browser.press(Keys.ENTER);
		assertThat(browser.focused()).isEqualTo(browser.one("#reason"));
		browser.press(Keys.ESCAPE);
		assertThat(browser.one("#revoke").isDisplayed()).isFalse();
		assertThat(browser.focused()).isEqualTo(browser.one("[data-operation=revoke]"));
		assertThat(stub.operations()).isEmpty();
		browser.press(Keys.ENTER);
		browser.press("k");
		browser.await("#revoke-key", "never used again");
		browser.tabTo("#revoke-do");
		browser.press(Keys.ENTER);
		browser.await(".result", "Revoked: 5f3c");
		assertThat(stub.operations()).containsExactly("/shop/revoke a/token {\"reason\":\"key-compromise\"}");
	}

	@Test
	void anOperationThatIsForbiddenIsExplained() {
		stub.shows(200, page(ALL_OPERATIONS, PageSamples.valid("shop")));
		stub.answers(403, Map.of("status", 403));
		look(stub.url(), 1280, "light");
		browser.await(".badge", "Valid");
		browser.one("[data-operation=check]").click();
		browser.await(".result", "The application forbids it (403)");
		assertThat(browser.text(".result")).contains("XSRF-TOKEN");
	}

	@ParameterizedTest
	@CsvSource({ "401, You are not signed in", "403, You may not see", "404, not there any more", "503, (503)",
			"200, something else than the certificates" })
	void whatCannotBeAskedIsSaidAndTheLastAnswerStays(int status, String words) {
		stub.shows(200, page(List.of(), PageSamples.valid("shop")));
		look(stub.url(), 1280, "light");
		browser.await(".badge", "Valid");
		stub.shows(status, Map.of());
		assertThat(browser.await("#notice", words).getText()).contains("What is shown is as of 2026-11-23 12:00:00");
		assertThat(browser.one("#notice").getAttribute("role")).isEqualTo("alert");
		assertThat(browser.text(".badge")).isEqualTo("Valid");
		stub.shows(200, page(List.of(), PageSamples.expired("shop")));
		browser.await(".badge", "Expired");
		assertThat(browser.one("#notice").isDisplayed()).isFalse();
	}

	@Test
	void anApplicationThatIsGoneIsSaidToBe() throws Exception {
		try (PageStub gone = new PageStub()) {
			gone.shows(200, page(List.of(), PageSamples.valid("shop")));
			look(gone.url(), 1280, "light");
			browser.await(".badge", "Valid");
		}
		browser.await("#notice", "The application cannot be reached");
		assertThat(browser.text(".badge")).isEqualTo("Valid");
	}

	@Test
	void nothingIsAskedWhileNobodyLooks() {
		look(true);
		browser.run("return new Promise((done) => setTimeout(done, 900))");
		// One may have been under way.
		assertThat(askedSince()).isLessThanOrEqualTo(1);
	}

	@Test
	void itIsAskedAgainAndAgainWhileSomebodyLooks() {
		look(false);
		await().untilAsserted(() -> assertThat(askedSince()).isGreaterThan(1));
	}

	/**
	 * Look at the page, which is told then whether anybody does, and count from there.
	 */
	private static void look(boolean hidden) {
		stub.shows(200, page(List.of(), PageSamples.valid("shop")));
		look(stub.url(), 1280, "light");
		browser.await(".badge", "Valid");
		browser.run("Object.defineProperty(document, 'hidden', { configurable: true, get: () => arguments[0] });"
			.replace("arguments[0]", String.valueOf(hidden)) + "document.dispatchEvent(new Event('visibilitychange'))");
		browser.run("window.asked = performance.getEntriesByType('resource').length");
	}

	private static int askedSince() {
		Object more = browser.run("return performance.getEntriesByType('resource').length - window.asked");
		return ((Number) Objects.requireNonNull(more)).intValue();
	}

	@Test
	@EnabledIfSystemProperty(named = "https.screenshots", matches = ".+")
	void picturesForTheDocumentation() throws Exception {
		picture("page-healthy", 1000, "light",
				page(ALL_OPERATIONS, PageSamples.valid("shop"), PageSamples.renewing("api")));
		picture("page-failing", 1000, "light", page(ALL_OPERATIONS, PageSamples.failing("shop")));
		picture("page-placeholder", 1000, "light", page(ALL_OPERATIONS, PageSamples.placeholder("shop")));
		picture("page-dark", 1000, "dark",
				page(ALL_OPERATIONS, PageSamples.expiring("shop"), PageSamples.valid("api")));
		picture("page-narrow", 360, "light", page(ALL_OPERATIONS, PageSamples.valid("shop")));
	}

	private static void picture(String name, int width, String scheme, CertificatesDescriptor shown) throws Exception {
		stub.shows(200, shown);
		look(stub.url(), width, scheme);
		browser.await(".badge", (text) -> true);
		Path folder = Files.createDirectories(Path.of(System.getProperty("https.screenshots")));
		Files.write(folder.resolve(name + ".png"), browser.picture(width, "#list"));
	}

	private static void look(String url, int width, String scheme) {
		browser.size(width, 800);
		browser.prefer(scheme);
		browser.open(url);
	}

	private static String position(String selector, String attribute) {
		return String.valueOf(browser.one(selector).getDomAttribute(attribute));
	}

	/**
	 * Neither an error nor a breach of the page's policy was logged, and nobody else was
	 * asked for anything.
	 */
	private static void assertNothingWentWrong() {
		assertThat(browser.console()).isEmpty();
		URI here = URI.create(String.valueOf(browser.run("return location.href")));
		assertThat(browser.requests()).isNotEmpty()
			.allSatisfy((url) -> assertThat(URI.create(url)).hasHost(here.getHost()).hasPort(here.getPort()));
	}

	/**
	 * An application that demands a token against forged requests, as it does of a single
	 * page application.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class SecuredApplication {

		@Bean
		SecurityFilterChain security(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
				.csrf((csrf) -> csrf.spa())
				.build();
		}

	}

}
