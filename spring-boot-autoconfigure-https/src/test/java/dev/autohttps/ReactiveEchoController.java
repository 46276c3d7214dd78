package dev.autohttps;

import reactor.core.publisher.Mono;

import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers whatever reaches a reactive application, and remembers it.
 */
@RestController
public class ReactiveEchoController extends Echo {

	@RequestMapping("/**")
	Mono<ResponseEntity<String>> answer(ServerHttpRequest request, @RequestBody(required = false) Mono<String> body) {
		return body.map((present) -> answer(request.getMethod().name(), request.getURI().getRawPath(), present))
			.switchIfEmpty(
					Mono.fromSupplier(() -> answer(request.getMethod().name(), request.getURI().getRawPath(), null)));
	}

}
