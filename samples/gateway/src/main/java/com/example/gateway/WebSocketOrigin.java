package com.example.gateway;

import java.net.URI;

import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/**
 * The origin of those who open a WebSocket and are no browsers, who send none: their own
 * domain. Else Netty would make one out of the application's inner address, and
 * applications refuse that as one of another site.
 */
@Component
class WebSocketOrigin implements HttpHeadersFilter {

	@Override
	public HttpHeaders filter(HttpHeaders headers, ServerWebExchange exchange) {
		if (!"websocket".equalsIgnoreCase(exchange.getRequest().getHeaders().getUpgrade())
				|| headers.getOrigin() != null) {
			return headers;
		}
		URI uri = exchange.getRequest().getURI();
		HttpHeaders filtered = new HttpHeaders();
		filtered.addAll(headers);
		filtered.setOrigin(uri.getScheme() + "://" + uri.getRawAuthority());
		return filtered;
	}

}
