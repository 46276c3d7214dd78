package dev.autohttps.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.util.ClassUtils;

/**
 * Knows application contexts that open a web server, also where Boot's module for these
 * is not on the class path.
 */
final class WebServers {

	private static final boolean PRESENT = ClassUtils.isPresent(
			"org.springframework.boot.web.server.context.WebServerApplicationContext",
			WebServers.class.getClassLoader());

	private WebServers() {
	}

	static boolean areOpenedBy(@Nullable Object context) {
		return PRESENT && context instanceof WebServerApplicationContext;
	}

}
