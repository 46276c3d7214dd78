package dev.autohttps.autoconfigure;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.aot.BeanInstanceSupplier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;

/**
 * What {@code https.enabled} still decides when an application runs that was processed
 * ahead of time, where conditions no longer count.
 */
class AheadOfTimeSwitch implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	private static final Log logger = LogFactory.getLog(AheadOfTimeSwitch.class);

	private static final String PROPERTY = "https.enabled";

	private static final String PACKAGE = ClassUtils.getPackageName(AheadOfTimeSwitch.class) + ".";

	/**
	 * Stands in for one of Boot's, which is gone for good.
	 */
	private static final String KEPT = "sslHealthIndicator";

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		if (!AotDetector.useGeneratedArtifacts()) {
			return;
		}
		boolean there = context.getBeanFactory().containsBeanDefinition("httpsWantedCertificates");
		boolean enabled = context.getEnvironment().getProperty(PROPERTY, Boolean.class, true);
		if (there && !enabled) {
			context.addBeanFactoryPostProcessor(new Removal());
		}
		else if (enabled && !there && context.getEnvironment().containsProperty(PROPERTY)) {
			logger.warn("There is no HTTPS although " + PROPERTY
					+ " is true: this application was processed ahead of time while it was false. Process it with "
					+ PROPERTY + "=true, and set it to false where it runs without");
		}
	}

	static boolean isOurs(String name, BeanDefinition definition) {
		return !name.equals(KEPT) && (isOurs(definition.getBeanClassName()) || isOurs(definition.getFactoryBeanName())
				|| isOurs(factoryClass(definition)));
	}

	private static boolean isOurs(@Nullable String type) {
		return type != null && type.startsWith(PACKAGE);
	}

	private static @Nullable String factoryClass(BeanDefinition definition) {
		return (definition instanceof AbstractBeanDefinition full
				&& full.getInstanceSupplier() instanceof BeanInstanceSupplier<?> supplier
				&& supplier.getFactoryMethod() != null) ? supplier.getFactoryMethod().getDeclaringClass().getName()
						: null;
	}

	/**
	 * Takes all of ours out again, before anything is made of it.
	 */
	private static final class Removal implements BeanDefinitionRegistryPostProcessor {

		@Override
		public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
			for (String name : registry.getBeanDefinitionNames()) {
				if (isOurs(name, registry.getBeanDefinition(name))) {
					registry.removeBeanDefinition(name);
				}
			}
		}

		@Override
		public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		}

	}

}
