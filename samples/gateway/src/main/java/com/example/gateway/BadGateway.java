package com.example.gateway;

import java.net.ConnectException;
import java.net.UnknownHostException;

import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;

import reactor.core.publisher.Mono;
import reactor.netty.http.client.PrematureCloseException;

/**
 * The answer in the name of an application that is down: 502, where it would be a fault
 * of the gateway's own.
 */
@Component
@Order(-2)
class BadGateway implements WebExceptionHandler {

	@Override
	public Mono<Void> handle(ServerWebExchange exchange, Throwable ex) {
		boolean down = ex instanceof ConnectException || ex instanceof UnknownHostException
				|| ex instanceof PrematureCloseException;
		// Boot's own handler, which comes after this one, writes it.
		return Mono.error(down ? new ResponseStatusException(HttpStatus.BAD_GATEWAY, null, ex) : ex);
	}

}
