package dev.autohttps.web;

import java.net.URI;
import java.util.function.Supplier;

import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Keeps Spring Security from sending HSTS for {@link ProvisionalHosts} in a reactive
 * application.
 */
public final class NoHstsWebFilter implements WebFilter, Ordered {

	private final ProvisionalHosts hosts;

	public NoHstsWebFilter(ProvisionalHosts hosts) {
		this.hosts = hosts;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		URI uri = exchange.getRequest().getURI();
		boolean provisional = "https".equalsIgnoreCase(uri.getScheme()) && this.hosts.contains(uri.getHost());
		return chain.filter(provisional
				? exchange.mutate().response(new SettledResponse(exchange.getResponse())).build() : exchange);
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	/**
	 * Takes back what is added at the last moment, as Spring Security does it.
	 */
	private static final class SettledResponse extends ServerHttpResponseDecorator {

		SettledResponse(ServerHttpResponse response) {
			super(response);
		}

		@Override
		public void beforeCommit(Supplier<? extends Mono<Void>> action) {
			super.beforeCommit(() -> Mono.defer(() -> {
				boolean there = getHeaders().containsHeader(HstsPolicy.HEADER);
				Mono<Void> done = action.get();
				return there ? done : done.then(Mono.fromRunnable(() -> getHeaders().remove(HstsPolicy.HEADER)));
			}));
		}

	}

}
