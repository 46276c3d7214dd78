package dev.autohttps;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers whatever reaches a servlet application, and remembers it.
 */
@RestController
public class EchoController extends Echo {

	@RequestMapping("/**")
	ResponseEntity<String> answer(HttpServletRequest request, @RequestBody(required = false) String body) {
		return answer(request.getMethod(), request.getRequestURI(), body);
	}

}
