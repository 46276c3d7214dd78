package com.example.gateway;

import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;

import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.Ports;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DomainsEndpoint}; what it is for is tested in {@link RenewalTests}.
 */
@EnabledIfPebble
@Tag("acceptance")
@ExtendWith(SceneExtension.class)
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class DomainsEndpointTests {

	@AfterEach
	void removeWhatWasAdded(Scene scene) throws Exception {
		new DomainsClient(scene).removeAll();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "news..localhost  | http://127.0.0.1:9004 | news..localhost",
					"shop.localhost   | http://127.0.0.1:9004 | 'shop'",
					"*.news.localhost | http://127.0.0.1:9004 | *.news.localhost",
					"news.localhost   | 127.0.0.1:9004        | 127.0.0.1:9004",
					"news.localhost   | ftp://127.0.0.1       | ftp://127.0.0.1",
					"news.localhost   | http:                 | http:" },
			quoteCharacter = '"')
	void whatCannotBeAddedIsRefusedWithTheReason(String domain, String uri, String culprit, Scene scene)
			throws Exception {
		DomainsClient domains = new DomainsClient(scene);
		HttpResponse<String> response = domains.add(domain, uri);
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body()).contains(culprit);
		assertThat(domains.list()).isEqualTo("{}");
	}

	@Test
	void whatIsConfiguredCannotBeRemoved(Scene scene) throws Exception {
		assertThat(new DomainsClient(scene).remove("shop.localhost").statusCode()).isEqualTo(404);
	}

	@Test
	void whatWasAddedIsListedAndCanBeLedElsewhere(Scene scene, Clients clients) throws Exception {
		DomainsClient domains = new DomainsClient(scene);
		domains.add("news.localhost", scene.backend("blog").url());
		domains.add("news.localhost", scene.backend("api").url());
		assertThat(domains.list()).isEqualTo("{\"news.localhost\":\"" + scene.backend("api").url() + "\"}");
		scene.awaitCertificate("news");
		try (TlsConnection connection = clients.connect("news")) {
			assertThat(connection.send("GET / HTTP/1.1", "Host: news.localhost", "Connection: close", ""))
				.contains("<h1>api</h1>");
		}
		domains.remove("news.localhost");
		assertThat(domains.list()).isEqualTo("{}");
	}

	@Test
	void anApplicationThatIsDownIsABadGateway(Scene scene, Clients clients) throws Exception {
		DomainsClient domains = new DomainsClient(scene);
		domains.add("news.localhost", "http://127.0.0.1:" + Ports.free());
		scene.awaitCertificate("news");
		assertThat(clients.get(Version.HTTP_2, "news", "/").statusCode()).isEqualTo(502);
	}

	@Test
	void aDomainInCapitalsIsTheSameInSmallLetters(Scene scene, Clients clients) throws Exception {
		DomainsClient domains = new DomainsClient(scene);
		assertThat(domains.add("NEWS.localhost", scene.backend("blog").url()).body()).contains("news.localhost is led");
		assertThat(domains.list()).isEqualTo("{\"news.localhost\":\"" + scene.backend("blog").url() + "\"}");
		scene.awaitCertificate("news");
		assertThat(clients.get(Version.HTTP_2, "news", "/").body()).contains("<h1>blog</h1>");
		assertThat(domains.remove("News.Localhost").statusCode()).isEqualTo(200);
		assertThat(domains.list()).isEqualTo("{}");
		assertThat(clients.served("news").getSubjectAlternativeNames().toString()).contains("shop.localhost");
	}

	@Test
	void whatIsNoDomainCannotBeRemoved(Scene scene) throws Exception {
		HttpResponse<String> response = new DomainsClient(scene).remove("news..localhost");
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body()).contains("news..localhost");
	}

}
