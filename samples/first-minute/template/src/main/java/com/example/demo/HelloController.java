package com.example.demo;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class HelloController {

	@GetMapping("/")
	String hello(HttpServletRequest request) {
		return "Hello over " + request.getScheme();
	}

}
