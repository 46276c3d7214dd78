package dev.autohttps.autoconfigure;

import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Warns of what is no property: once the application accepts traffic, so that nobody
 * waits for it, or before it is said why it has not started, perhaps because what was
 * meant is missing.
 */
class UnknownPropertiesWarning implements SpringApplicationRunListener {

	private static final Log logger = LogFactory.getLog(UnknownPropertiesWarning.class);

	private @Nullable ConfigurableEnvironment environment;

	@Override
	public void environmentPrepared(ConfigurableBootstrapContext bootstrap, ConfigurableEnvironment environment) {
		this.environment = environment;
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

	private void warn() {
		ConfigurableEnvironment prepared = this.environment;
		if (prepared != null && !"false".equals(prepared.getProperty("https.enabled"))) {
			new UnknownProperties(prepared).describe().forEach(logger::warn);
		}
		this.environment = null;
	}

}
