package com.example.gateway;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import tools.jackson.databind.json.JsonMapper;

/**
 * Who adds and removes domains over the management port.
 */
final class DomainsClient {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	// Else it would ask for HTTP/2 with its request, which servers refuse beside a body.
	private final HttpClient http = HttpClient.newBuilder().version(Version.HTTP_1_1).build();

	private final String address;

	DomainsClient(Scene scene) {
		this.address = "http://127.0.0.1:" + scene.ports().management() + "/actuator/domains";
	}

	HttpResponse<String> add(String domain, String uri) throws IOException, InterruptedException {
		return send(request(domain).header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString("{\"uri\": \"" + uri + "\"}")));
	}

	HttpResponse<String> remove(String domain) throws IOException, InterruptedException {
		return send(request(domain).DELETE());
	}

	String list() throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(URI.create(this.address))).body();
	}

	void removeAll() throws IOException, InterruptedException {
		for (String domain : JsonMapper.shared().readTree(list()).propertyNames()) {
			remove(domain);
		}
	}

	private HttpRequest.Builder request(String domain) {
		return HttpRequest.newBuilder(URI.create(this.address + "/" + domain));
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
	}

}
