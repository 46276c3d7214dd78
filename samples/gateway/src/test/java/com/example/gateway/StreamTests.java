package com.example.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Random;

import dev.autohttps.test.EnabledIfPebble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What does not fit into a request and an answer passes through the gateway as well.
 */
@EnabledIfPebble
@Tag("acceptance")
@ExtendWith(SceneExtension.class)
@Timeout(value = 180, threadMode = ThreadMode.SEPARATE_THREAD)
class StreamTests {

	private static final int BLOCK = 8192;

	private static final int BLOCKS = 3000;

	private static final int EVENTS = 60;

	private static final int IN_A_ROW = 3;

	@Test
	void aWebSocketGoesBothWays(Scene scene, Clients clients) throws Exception {
		URI echo = URI.create(scene.url("blog", "/echo").replace("https", "wss"));
		try (Messages messages = Messages.of(clients.http(Version.HTTP_1_1).newWebSocketBuilder(), echo)) {
			assertThat(messages.next()).startsWith("blog at " + echo);
			for (String text : new String[] { "one", "two", "three".repeat(10_000) }) {
				messages.send(text);
				assertThat(messages.next()).isEqualTo(text);
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void eventsArriveOneByOne(Version version, Clients clients) throws Exception {
		HttpResponse<InputStream> response = clients.http(version)
			.send(clients.request("api", "/events").build(), BodyHandlers.ofInputStream());
		try (BufferedReader events = new BufferedReader(new InputStreamReader(response.body()))) {
			// A machine that stands still for a moment gets some of them at once.
			Instant received = Instant.MAX;
			int inARow = 0;
			for (int i = 0; i < EVENTS && inARow < IN_A_ROW; i++) {
				Instant sent = nextSent(events);
				inARow = sent.isAfter(received) ? inARow + 1 : 0;
				received = Instant.now();
			}
			assertThat(inARow).as("events that were sent after the one before was there").isEqualTo(IN_A_ROW);
		}
	}

	private static Instant nextSent(BufferedReader events) throws IOException {
		String line = events.readLine();
		while (line != null && !line.startsWith("data:")) {
			line = events.readLine();
		}
		assertThat(line).as("the next event").isNotNull();
		return Instant.parse(line.substring("data:".length()).replace("\"", ""));
	}

	@ParameterizedTest
	@EnumSource
	void aLargeBodyIsTakenIn(Version version, Clients clients) throws Exception {
		byte[] body = new byte[BLOCKS * BLOCK];
		new Random().nextBytes(body);
		JsonNode received = JsonMapper.shared()
			.readTree(clients.http(version)
				.send(clients.request("shop", "/upload").POST(BodyPublishers.ofByteArray(body)).build(),
						BodyHandlers.ofString())
				.body());
		assertThat(received.get("size").asInt()).isEqualTo(body.length);
		assertThat(received.get("sha256").asString())
			.isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body)));
	}

	@ParameterizedTest
	@EnumSource
	void aLargeBodyIsGivenOut(Version version, Clients clients) throws Exception {
		MessageDigest expected = MessageDigest.getInstance("SHA-256");
		Random random = new Random(BLOCKS);
		byte[] block = new byte[BLOCK];
		for (int i = 0; i < BLOCKS; i++) {
			random.nextBytes(block);
			expected.update(block);
		}
		MessageDigest received = MessageDigest.getInstance("SHA-256");
		HttpResponse<InputStream> response = clients.http(version)
			.send(clients.request("shop", "/download?blocks=" + BLOCKS).build(), BodyHandlers.ofInputStream());
		try (InputStream body = new DigestInputStream(response.body(), received)) {
			assertThat(body.transferTo(OutputStream.nullOutputStream())).isEqualTo((long) BLOCKS * BLOCK);
		}
		assertThat(received.digest()).isEqualTo(expected.digest());
	}

}
