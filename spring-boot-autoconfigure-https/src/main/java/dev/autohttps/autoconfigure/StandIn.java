package dev.autohttps.autoconfigure;

import dev.autohttps.acme.connection.AcmeConnectionDetails;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Why the local CA stands in for the one that was configured: so that a test, or an
 * application that is restarted at each change of its code, never reaches a CA unless
 * {@code https.issuer} or a service connection says so.
 */
final class StandIn {

	private static final String TEST = "org.springframework.boot.test.context.SpringBootTestContextBootstrapper";

	private static final String DEVTOOLS = "org.springframework.boot.devtools.restart.Restarter";

	private StandIn() {
	}

	/**
	 * Return the reason.
	 * @return the reason in words, or {@code null} if the configured issuer is asked
	 */
	static @Nullable String reason(Environment environment, ListableBeanFactory beans) {
		boolean connected = beans.getBeanNamesForType(AcmeConnectionDetails.class, true, false).length > 0;
		return connected ? null : reason(environment);
	}

	/**
	 * Return the reason as far as it can be known before there are beans.
	 * @return the reason in words, or {@code null} if the configured issuer is asked
	 */
	static @Nullable String reason(Environment environment) {
		// As where it is bound: an empty one says nothing.
		if (StringUtils.hasText(environment.getProperty("https.issuer"))) {
			return null;
		}
		if (isTest(environment)) {
			return "this is a test";
		}
		if (ClassUtils.isPresent(DEVTOOLS, null)) {
			return "DevTools is there";
		}
		return "0".equals(environment.getProperty("server.port")) ? "server.port is 0" : null;
	}

	static boolean isTest(Environment environment) {
		return environment.getProperty(TEST, Boolean.class, false);
	}

}
