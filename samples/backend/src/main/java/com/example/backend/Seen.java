package com.example.backend;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import jakarta.servlet.http.HttpServletRequest;

/**
 * A request as it looks from inside the application.
 *
 * @param application the name of the application
 * @param remoteAddress who sent it
 * @param scheme {@code http} or {@code https}
 * @param secure whether it came over TLS
 * @param host the name it was sent to
 * @param port the port it was sent to
 * @param protocol the protocol between the gateway and the application
 * @param headers what was in it
 */
record Seen(String application, String remoteAddress, String scheme, boolean secure, String host, int port,
		String protocol, Map<String, List<String>> headers) {

	static Seen by(String application, HttpServletRequest request) {
		Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		for (String name : Collections.list(request.getHeaderNames())) {
			headers.put(name, Collections.list(request.getHeaders(name)));
		}
		return new Seen(application, request.getRemoteAddr(), request.getScheme(), request.isSecure(),
				request.getServerName(), request.getServerPort(), request.getProtocol(), headers);
	}

}
