package com.example.gateway;

import java.net.URI;
import java.util.List;

import org.springframework.cloud.gateway.handler.predicate.PredicateDefinition;
import org.springframework.cloud.gateway.route.RouteDefinition;

/**
 * The way from a domain to the application behind it.
 */
final class AddedRoute {

	private AddedRoute() {
	}

	static RouteDefinition to(String domain, String uri) {
		RouteDefinition route = new RouteDefinition();
		route.setId(domain);
		route.setUri(application(uri));
		route.setPredicates(List.of(new PredicateDefinition("Host=" + domain)));
		return route;
	}

	private static URI application(String uri) {
		URI application = URI.create(uri);
		if (!"http".equals(application.getScheme()) || application.getHost() == null) {
			throw new IllegalArgumentException("'" + uri + "' is no application: write http://127.0.0.1:9004");
		}
		return application;
	}

}
