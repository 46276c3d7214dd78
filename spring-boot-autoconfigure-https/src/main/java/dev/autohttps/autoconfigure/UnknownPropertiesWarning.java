package dev.autohttps.autoconfigure;

import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Warns of what is no property: once the application accepts traffic, so that nobody
 * waits for it; where it has runners, before them; or before it is said why it has not
 * started, perhaps because what was meant is missing.
 */
class UnknownPropertiesWarning implements SpringApplicationRunListener {

	private static final Log logger = LogFactory.getLog(UnknownPropertiesWarning.class);

	private @Nullable ConfigurableEnvironment environment;

	@Override
	public void environmentPrepared(ConfigurableBootstrapContext bootstrap, ConfigurableEnvironment environment) {
		this.environment = environment;
	}

	/**
	 * A runner may run for as long as the application lives.
	 */
	@Override
	public void started(ConfigurableApplicationContext context, @Nullable Duration timeTaken) {
		if (has(context, ApplicationRunner.class) || has(context, CommandLineRunner.class)) {
			warn();
		}
	}

	/**
	 * After the listener that tells of readiness, which has an order.
	 */
	@Override
	public void ready(ConfigurableApplicationContext context, @Nullable Duration timeTaken) {
		warn();
	}

	@Override
	public void failed(@Nullable ConfigurableApplicationContext context, Throwable exception) {
		warn();
	}

	private static boolean has(ConfigurableApplicationContext context, Class<?> runner) {
		return context.getBeanNamesForType(runner, true, false).length > 0;
	}

	private void warn() {
		ConfigurableEnvironment prepared = this.environment;
		if (prepared != null && !"false".equals(prepared.getProperty("https.enabled"))) {
			new UnknownProperties(prepared).describe().forEach(logger::warn);
		}
		this.environment = null;
	}

}
