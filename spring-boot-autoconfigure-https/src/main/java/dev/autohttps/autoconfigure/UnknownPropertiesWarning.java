package dev.autohttps.autoconfigure;

import org.apache.commons.logging.Log;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Warns of what is no property, before anything fails because what was meant is missing.
 */
class UnknownPropertiesWarning implements EnvironmentPostProcessor, Ordered {

	private final Log logger;

	UnknownPropertiesWarning(DeferredLogFactory logFactory) {
		this.logger = logFactory.getLog(UnknownPropertiesWarning.class);
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (!"false".equals(environment.getProperty("https.enabled"))) {
			new UnknownProperties(environment).describe().forEach(this.logger::warn);
		}
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
