package dev.autohttps;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.http.ResponseEntity;

/**
 * What an application says that tells of each request, and remembers those that are not
 * many.
 */
public abstract class Echo {

	private static final Pattern LARGE = Pattern.compile(".*/large/(\\d+)");

	private final SlowAnswer slow = new SlowAnswer();

	private final List<String> requests = new CopyOnWriteArrayList<>();

	ResponseEntity<String> answer(String method, String path, String body) {
		Matcher large = LARGE.matcher(path);
		if (large.matches()) {
			return ResponseEntity.ok("x".repeat(Integer.parseInt(large.group(1))));
		}
		if (path.endsWith("/often")) {
			return ResponseEntity.ok("often");
		}
		if (path.endsWith("/thread")) {
			return ResponseEntity.ok(Thread.currentThread().toString());
		}
		if (path.endsWith("/slow")) {
			return ResponseEntity.ok(this.slow.answer());
		}
		if (path.endsWith("/own-hsts")) {
			return ResponseEntity.ok().header("Strict-Transport-Security", "max-age=7").build();
		}
		if (path.endsWith("/length")) {
			return ResponseEntity.ok("" + body.length());
		}
		String seen = method + " " + path;
		this.requests.add(seen);
		return ResponseEntity.status(path.contains("missing") ? 404 : 200)
			.body("application saw " + seen + ((body != null) ? " with " + body : ""));
	}

	/**
	 * Return what a request for {@code /slow} waits for.
	 * @return the answer
	 */
	public SlowAnswer slow() {
		return this.slow;
	}

	/**
	 * Return the requests that reached the application.
	 * @return method and path of each
	 */
	public List<String> requests() {
		return this.requests;
	}

}
