package dev.autohttps.autoconfigure;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;

/**
 * Whether this is a test without a web server, in which nothing starts by itself: there
 * is nobody to whom a certificate could be shown.
 */
final class ServerlessTest {

	private static final boolean SERVERS = ClassUtils.isPresent(
			"org.springframework.boot.web.server.context.WebServerApplicationContext",
			ServerlessTest.class.getClassLoader());

	private ServerlessTest() {
	}

	static boolean is(ApplicationContext context) {
		return StandIn.isTest(context.getEnvironment()) && !(SERVERS && context instanceof WebServerApplicationContext);
	}

}
