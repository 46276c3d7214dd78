package com.example.backend;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * The application as people see it, with the addresses and cookies that come out wrong
 * where an application does not know that it is behind a gateway.
 */
@RestController
class PageController {

	private final String name;

	PageController(@Value("${spring.application.name}") String name) {
		this.name = name;
	}

	@GetMapping(path = "/", produces = MediaType.TEXT_HTML_VALUE)
	String page() {
		return """
				<!DOCTYPE html>
				<html lang="en">
				<title>%1$s</title>
				<h1>%1$s</h1>
				<p><a href="/seen">What the application sees</a>
				""".formatted(this.name);
	}

	@GetMapping("/redirect")
	void redirect(HttpServletResponse response) throws java.io.IOException {
		response.sendRedirect("seen?from=redirect");
	}

	@GetMapping("/link")
	String link() {
		return ServletUriComponentsBuilder.fromCurrentContextPath().path("/orders/{id}").build(42).toString();
	}

	@GetMapping("/cookie")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	ResponseEntity<Void> cookie(HttpServletRequest request) {
		ResponseCookie cookie = ResponseCookie.from("visited", this.name)
			.secure(request.isSecure())
			.httpOnly(true)
			.sameSite("Lax")
			.path("/")
			.build();
		return ResponseEntity.noContent().header(HttpHeaders.SET_COOKIE, cookie.toString()).build();
	}

}
