package dev.autohttps.web;

import java.util.Map;

/**
 * Requests over plain HTTP.
 */
final class TestQuestions {

	private TestQuestions() {
	}

	static HttpQuestion of(String method, String path, String query, String host) {
		return of(method, path, query, host, Map.of());
	}

	static HttpQuestion of(String method, String path, String query, String host, Map<String, String> headers) {
		return new HttpQuestion(method, path, query, host, false, headers::get);
	}

}
