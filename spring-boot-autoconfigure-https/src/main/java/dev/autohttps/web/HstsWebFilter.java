package dev.autohttps.web;

import java.net.URI;

import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Adds what the {@link HstsPolicy} says to the answers of a reactive application, before
 * Spring Security does, which leaves a header field alone that is there.
 */
public final class HstsWebFilter implements WebFilter, Ordered {

	private final HstsPolicy policy;

	public HstsWebFilter(HstsPolicy policy) {
		this.policy = policy;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		URI uri = exchange.getRequest().getURI();
		String value = this.policy.value("https".equalsIgnoreCase(uri.getScheme()), uri.getHost());
		if (value != null) {
			exchange.getResponse().getHeaders().set(HstsPolicy.HEADER, value);
		}
		return chain.filter(exchange);
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
