package dev.autohttps.autoconfigure;

import org.springframework.context.ApplicationContext;

/**
 * Whether this is a test without a web server, in which nothing starts by itself: there
 * is nobody to whom a certificate could be shown.
 */
final class ServerlessTest {

	private ServerlessTest() {
	}

	static boolean is(ApplicationContext context) {
		return StandIn.isTest(context.getEnvironment()) && !WebServers.areOpenedBy(context);
	}

}
