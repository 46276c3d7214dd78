package com.example.gateway;

import java.nio.file.Path;

import dev.autohttps.test.EnabledIfBrowser;
import dev.autohttps.test.EnabledIfPebble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The domains as people see them, in a real browser that passes over no fault of a
 * certificate.
 */
@Tag("browser")
@EnabledIfBrowser
@EnabledIfPebble
@Tag("acceptance")
@ExtendWith(SceneExtension.class)
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class BrowserTests {

	@TempDir
	static Path home;

	private static Browser browser;

	@BeforeAll
	@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
	static void startTheBrowser(Scene scene) throws Exception {
		browser = Browser.trusting(scene.pebble().rootPem(), home);
	}

	@AfterAll
	@Timeout(60)
	static void closeTheBrowser() {
		if (browser != null) {
			browser.close();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "shop", "blog", "api" })
	void eachDomainShowsItsApplicationAndItsCertificate(String name, Scene scene) {
		browser.open(scene.url(name, "/"));
		assertThat(browser.text("h1")).isEqualTo(name);
		JsonNode page = browser.page(scene.url(name, "/"));
		assertThat(page.get("securityState").asString()).isEqualTo("secure");
		assertThat(page.get("protocol").asString()).isEqualTo("h2");
		assertThat(page.get("securityDetails").get("issuer").asString()).startsWith("Pebble");
		assertThat(page.get("securityDetails").get("sanList")).extracting(JsonNode::asString)
			.containsExactly(name + ".localhost");
	}

	@Test
	void aNameWithoutACertificateIsRefused(Scene scene) {
		browser.open(scene.url("other", "/"));
		assertThat(browser.text("body")).contains("ERR_CERT_COMMON_NAME_INVALID");
	}

	@Test
	void aPageTalksToItsApplicationOverAWebSocket(Scene scene) {
		browser.open(scene.url("blog", "/"));
		assertThat(browser.run("""
				const socket = new WebSocket(`wss://${location.host}/echo`);
				const received = [];
				socket.onopen = () => socket.send('hello');
				socket.onmessage = (message) => {
					if (received.push(message.data) == 2) {
						done(received.join(', '));
					}
				};
				socket.onclose = (event) => done('closed with ' + event.code);
				""")).startsWith("blog at wss://blog.localhost:%d/echo for ".formatted(scene.ports().https()))
			.endsWith(", hello");
	}

	@Test
	void aPageOfAnotherDomainMayNot(Scene scene) {
		browser.open(scene.url("shop", "/"));
		assertThat(browser.run("""
				const socket = new WebSocket('%s');
				socket.onmessage = (message) => done(message.data);
				socket.onclose = (event) => done('closed with ' + event.code);
				""".formatted(scene.url("blog", "/echo").replace("https", "wss")))).startsWith("closed with ");
	}

	@Test
	void aPageReceivesEventsOneByOne(Scene scene) {
		browser.open(scene.url("api", "/"));
		assertThat(browser.run("""
				const events = new EventSource('/events');
				events.onmessage = (event) => { if (event.lastEventId == 3) { events.close(); done('three'); } };
				events.onerror = () => done('error');
				""")).isEqualTo("three");
	}

}
