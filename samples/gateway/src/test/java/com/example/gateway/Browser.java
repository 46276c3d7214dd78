package com.example.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.autohttps.test.BrowserPrograms;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A headless Chromium of this machine that trusts a root certificate, and none of its
 * own.
 */
final class Browser implements AutoCloseable {

	private final ChromeDriver driver;

	private Browser(ChromeDriver driver) {
		this.driver = driver;
	}

	/**
	 * Start it.
	 * @param home where it keeps its files
	 * @param root the root that it trusts
	 */
	static Browser trusting(Path root, Path home) throws IOException, InterruptedException {
		Path database = Files.createDirectories(home.resolve(".pki/nssdb"));
		certutil("-d", "sql:" + database, "-N", "--empty-password");
		certutil("-d", "sql:" + database, "-A", "-t", "C,,", "-n", "root", "-i", root.toString());
		ChromeOptions options = new ChromeOptions();
		options.setBinary(BrowserPrograms.chromium());
		options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
				"--disable-background-networking", "--disable-component-update", "--no-first-run");
		LoggingPreferences logs = new LoggingPreferences();
		logs.enable(LogType.PERFORMANCE, java.util.logging.Level.ALL);
		options.setCapability("goog:loggingPrefs", logs);
		// Named, so that Selenium looks for none to download.
		ChromeDriverService service = new ChromeDriverService.Builder().usingDriverExecutable(BrowserPrograms.driver())
			.usingAnyFreePort()
			.withEnvironment(Map.of("HOME", home.toString()))
			.build();
		ChromeDriver driver = new ChromeDriver(service, options);
		driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(20));
		return new Browser(driver);
	}

	private static void certutil(String... arguments) throws IOException, InterruptedException {
		ProcessBuilder builder = new ProcessBuilder(BrowserPrograms.certutil().toString()).redirectErrorStream(true);
		builder.command().addAll(List.of(arguments));
		Process process = builder.start();
		String said = new String(process.getInputStream().readAllBytes());
		if (process.waitFor() != 0) {
			throw new IllegalStateException("certutil: " + said);
		}
	}

	void open(String url) {
		this.driver.get(url);
	}

	String text(String selector) {
		return this.driver.findElement(By.cssSelector(selector)).getText();
	}

	/**
	 * Run a script and return what it gives to {@code done}.
	 */
	String run(String script) {
		return (String) this.driver.executeAsyncScript("const done = arguments[0];" + script);
	}

	/**
	 * Return the answer to the last request for a page, with what the browser knows of
	 * its connection.
	 */
	JsonNode page(String url) {
		return this.driver.manage()
			.logs()
			.get(LogType.PERFORMANCE)
			.getAll()
			.stream()
			.map((entry) -> JsonMapper.shared().readTree(entry.getMessage()).path("message"))
			.filter((message) -> message.path("method").asString().equals("Network.responseReceived"))
			.map((message) -> message.path("params").path("response"))
			.filter((response) -> Objects.equals(response.path("url").asString(), url))
			.findFirst()
			.orElseThrow();
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
