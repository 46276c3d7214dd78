package dev.autohttps.autoconfigure;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Warns of what is no property: once the application has started, so that nobody waits
 * for it, or before it is said why it has not, perhaps because what was meant is missing.
 */
class UnknownPropertiesWarning implements ApplicationListener<SpringApplicationEvent> {

	private static final Log logger = LogFactory.getLog(UnknownPropertiesWarning.class);

	private @Nullable ConfigurableEnvironment environment;

	@Override
	public void onApplicationEvent(SpringApplicationEvent event) {
		if (event instanceof ApplicationEnvironmentPreparedEvent prepared) {
			this.environment = prepared.getEnvironment();
		}
		else if (event instanceof ApplicationStartedEvent || event instanceof ApplicationFailedEvent) {
			ConfigurableEnvironment prepared = this.environment;
			if (prepared != null && !"false".equals(prepared.getProperty("https.enabled"))) {
				new UnknownProperties(prepared).describe().forEach(logger::warn);
			}
			this.environment = null;
		}
	}

}
