package dev.autohttps;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers whatever reaches the application, and remembers it.
 */
@RestController
public class EchoController {

	private final List<String> requests = new CopyOnWriteArrayList<>();

	@RequestMapping("/**")
	ResponseEntity<String> answer(HttpServletRequest request, @RequestBody(required = false) String body) {
		String seen = request.getMethod() + " " + request.getRequestURI();
		this.requests.add(seen);
		return ResponseEntity.status(request.getRequestURI().contains("missing") ? 404 : 200)
			.body("application saw " + seen + ((body != null) ? " with " + body : ""));
	}

	/**
	 * Return the requests that reached the application.
	 * @return method and path of each
	 */
	public List<String> requests() {
		return this.requests;
	}

}
