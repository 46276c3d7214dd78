package dev.autohttps.actuate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.autohttps.test.BrowserPrograms;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A headless Chromium of this machine, whose clock of ten seconds runs faster.
 */
final class Browser implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(40);

	private static final int MARGIN = 32;

	/**
	 * The page asks again after ten seconds, which is too long for a test.
	 */
	private static final String HASTE = """
			{
				const later = window.setTimeout;
				window.setTimeout = (task, millis) => later(task, millis === 10000 ? 250 : millis);
			}
			""";

	private static final String AXE = """
			const done = arguments[arguments.length - 1];
			axe.run(document, { resultTypes: ['violations'] }).then(
				(results) => done(results.violations.map((one) =>
					one.id + ': ' + one.nodes.map((node) => node.html + ' ' + node.failureSummary).join(' | '))),
				(error) => done([String(error)]));
			""";

	private final ChromeDriver driver;

	private Browser(ChromeDriver driver) {
		this.driver = driver;
	}

	static Browser start() {
		ChromeOptions options = new ChromeOptions();
		options.setBinary(BrowserPrograms.chromium());
		options.setAcceptInsecureCerts(true);
		options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
				"--disable-background-networking", "--disable-component-update", "--no-first-run", "--hide-scrollbars",
				"--force-device-scale-factor=1", "--lang=en-US");
		LoggingPreferences logs = new LoggingPreferences();
		logs.enable(LogType.BROWSER, java.util.logging.Level.ALL);
		logs.enable(LogType.PERFORMANCE, java.util.logging.Level.ALL);
		options.setCapability("goog:loggingPrefs", logs);
		// Named, so that Selenium looks for none to download.
		ChromeDriverService service = new ChromeDriverService.Builder().usingDriverExecutable(BrowserPrograms.driver())
			.usingAnyFreePort()
			.build();
		Browser browser = new Browser(new ChromeDriver(service, options));
		browser.command("Page.addScriptToEvaluateOnNewDocument", Map.of("source", HASTE));
		return browser;
	}

	/**
	 * Open a page, and forget the cookies and logs of those before.
	 */
	void open(String url) {
		this.driver.get("about:blank");
		command("Network.clearBrowserCookies", Map.of());
		log(LogType.BROWSER);
		log(LogType.PERFORMANCE);
		this.driver.get(url);
	}

	void size(int width, int height) {
		command("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
	}

	/**
	 * Prefer a colour scheme, and that nothing moves, so that pictures are alike.
	 */
	void prefer(String scheme) {
		command("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme),
						Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
	}

	/**
	 * Wait until there is an element whose text meets a condition.
	 */
	WebElement await(String selector, Predicate<String> condition) {
		return new WebDriverWait(this.driver, PATIENCE, Duration.ofMillis(50))
			.ignoring(org.openqa.selenium.StaleElementReferenceException.class)
			.withMessage(() -> selector + " in " + text("body"))
			.until((driver) -> all(selector).stream()
				.filter((element) -> condition.test(element.getText()))
				.findFirst()
				.orElse(null));
	}

	WebElement await(String selector, String text) {
		return await(selector, (said) -> said.contains(text));
	}

	List<WebElement> all(String selector) {
		return this.driver.findElements(By.cssSelector(selector));
	}

	WebElement one(String selector) {
		return this.driver.findElement(By.cssSelector(selector));
	}

	String text(String selector) {
		return one(selector).getText();
	}

	String title() {
		return this.driver.getTitle();
	}

	WebElement focused() {
		return this.driver.switchTo().activeElement();
	}

	void press(CharSequence... keys) {
		new Actions(this.driver).sendKeys(keys).perform();
	}

	/**
	 * Press the tabulator until an element has the focus.
	 */
	void tabTo(String selector) {
		for (int i = 0; i < 60; i++) {
			press(Keys.TAB);
			if (focused().equals(one(selector))) {
				return;
			}
		}
		throw new AssertionError("The tabulator does not lead to " + selector);
	}

	@Nullable Object run(String script, Object... arguments) {
		return this.driver.executeScript(script, arguments);
	}

	/**
	 * Return how many pixels of the page stand out at its side.
	 */
	long overflow() {
		return ((Number) Objects.requireNonNull(run("return document.documentElement.scrollWidth - window.innerWidth")))
			.longValue();
	}

	/**
	 * Return what axe has to object.
	 */
	@SuppressWarnings("unchecked")
	List<String> violations() throws IOException {
		if (run("return typeof axe").equals("undefined")) {
			try (InputStream axe = Objects.requireNonNull(Browser.class.getResourceAsStream("/axe.min.js"))) {
				run(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
			}
		}
		return (List<String>) Objects.requireNonNull(this.driver.executeAsyncScript(AXE));
	}

	/**
	 * Return what the browser wrote to its console since the page was opened.
	 */
	List<String> console() {
		return log(LogType.BROWSER).toList();
	}

	/**
	 * Return the URLs that were asked for since the page was opened.
	 */
	List<String> requests() {
		return log(LogType.PERFORMANCE).map((line) -> JsonMapper.shared().readTree(line).path("message"))
			.filter((message) -> message.path("method").asString().equals("Network.requestWillBeSent"))
			.map((message) -> message.path("params").path("request").path("url"))
			.map(JsonNode::asString)
			.toList();
	}

	private Stream<String> log(String type) {
		return this.driver.manage()
			.logs()
			.get(type)
			.getAll()
			.stream()
			.map(org.openqa.selenium.logging.LogEntry::getMessage);
	}

	/**
	 * Take a picture of the page down to the end of an element.
	 */
	byte[] picture(int width, String last) throws IOException {
		int height = one(last).getRect().y + one(last).getRect().height + MARGIN;
		Map<String, Object> picture = command("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport",
				true, "clip", Map.of("x", 0, "y", 0, "width", width, "height", height, "scale", 1)));
		return SmallPng.of(Base64.getDecoder().decode(String.valueOf(picture.get("data"))));
	}

	private Map<String, Object> command(String name, Map<String, Object> parameters) {
		return this.driver.executeCdpCommand(name, parameters);
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
