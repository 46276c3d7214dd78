package com.example.gateway;

import java.net.URI;
import java.util.Map;

import dev.autohttps.certificate.Domains;
import dev.autohttps.renewal.CertificateRegistry;
import dev.autohttps.renewal.CertificateRequest;

import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.cloud.gateway.event.RefreshRoutesEvent;
import org.springframework.cloud.gateway.route.RouteDefinition;
import org.springframework.cloud.gateway.route.RouteDefinitionRepository;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

/**
 * The domains that come and go while the gateway runs, each with a certificate and a
 * route.
 * <p>
 * They are gone after a restart. A real application keeps them in its database, and adds
 * them again when its beans are made, in a {@code SmartInitializingSingleton}: before the
 * ports are open, so that nobody sees a placeholder. What was obtained for them is still
 * in the store.
 */
@Component
@Endpoint(id = "domains")
class DomainsEndpoint {

	private final CertificateRegistry certificates;

	private final RouteDefinitionRepository routes;

	private final ApplicationEventPublisher events;

	DomainsEndpoint(CertificateRegistry certificates, RouteDefinitionRepository routes,
			ApplicationEventPublisher events) {
		this.certificates = certificates;
		this.routes = routes;
		this.events = events;
	}

	@ReadOperation
	Map<String, URI> domains() {
		return this.routes.getRouteDefinitions().collectMap(RouteDefinition::getId, RouteDefinition::getUri).block();
	}

	@WriteOperation
	WebEndpointResponse<Map<String, String>> add(@Selector String domain, String uri) {
		try {
			String name = normalized(domain);
			RouteDefinition route = AddedRoute.to(name, uri);
			this.certificates.add(CertificateRequest.of(name, name));
			this.routes.save(Mono.just(route)).block();
			this.events.publishEvent(new RefreshRoutesEvent(this));
			return answer(WebEndpointResponse.STATUS_OK, name + " is led to " + uri);
		}
		catch (IllegalArgumentException ex) {
			return answer(WebEndpointResponse.STATUS_BAD_REQUEST, ex.getMessage());
		}
	}

	@DeleteOperation
	WebEndpointResponse<Map<String, String>> remove(@Selector String domain) {
		try {
			String name = normalized(domain);
			if (!domains().containsKey(name)) {
				return answer(WebEndpointResponse.STATUS_NOT_FOUND, name + " was not added");
			}
			this.routes.delete(Mono.just(name)).block();
			this.events.publishEvent(new RefreshRoutesEvent(this));
			this.certificates.remove(name);
			return answer(WebEndpointResponse.STATUS_OK, name + " is gone");
		}
		catch (IllegalArgumentException ex) {
			return answer(WebEndpointResponse.STATUS_BAD_REQUEST, ex.getMessage());
		}
	}

	/**
	 * Bring a name into the form in which clients ask for it, that of the certificate: it
	 * may have been written with capitals, or with other letters than those of ASCII.
	 */
	private static String normalized(String domain) {
		return Domains.of(domain).first().name();
	}

	private static WebEndpointResponse<Map<String, String>> answer(int status, String message) {
		return new WebEndpointResponse<>(Map.of("message", message), status);
	}

}
