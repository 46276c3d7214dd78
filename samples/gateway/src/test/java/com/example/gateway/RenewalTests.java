package com.example.gateway;

import java.net.http.HttpClient.Version;
import java.time.Duration;
import java.util.List;

import dev.autohttps.test.EnabledIfPebble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Certificates are swapped, and domains come and go, while all are busy.
 */
@EnabledIfPebble
@Tag("acceptance")
@ExtendWith(SceneExtension.class)
@Timeout(value = 300, threadMode = ThreadMode.SEPARATE_THREAD)
class RenewalTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@AfterEach
	void removeWhatWasAdded(Scene scene) throws Exception {
		new DomainsClient(scene).removeAll();
	}

	@Test
	void noRequestFailsWhileAllAreRenewedAndADomainComesAndGoes(Scene scene, Clients clients) throws Exception {
		DomainsClient domains = new DomainsClient(scene);
		try (Load load = Load.start(scene, clients)) {
			assertThat(domains.add("news.localhost", scene.backend("blog").url()).statusCode()).isEqualTo(200);
			scene.awaitCertificate("news");
			for (Version version : Version.values()) {
				assertThat(clients.get(version, "news", "/").body()).contains("<h1>blog</h1>");
			}
			assertThat(clients.json(Version.HTTP_2, "news", "/seen").get("host").asString())
				.isEqualTo("news.localhost");
			assertThat(domains.remove("news.localhost").statusCode()).isEqualTo(200);
			assertThat(clients.get(Version.HTTP_2, "news", "/").statusCode()).isEqualTo(404);
			assertThat(clients.served("news").getSubjectAlternativeNames().toString()).contains("shop.localhost");
			for (String name : List.of("shop", "blog", "api")) {
				Await.until("the renewal of " + name, PATIENCE, () -> load.certificates(name) > 1);
			}
			assertThat(load.failures()).isEmpty();
			assertThat(load.requests().values()).allSatisfy((count) -> assertThat(count).hasValueGreaterThan(10));
			System.out.println("Gateway: requests while all were renewed, none failed: " + load.requests());
		}
	}

}
