package com.example.gateway;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the {@link Scene} and the {@link Clients} in front of it: all tests the
 * same one, which ends after the last of them.
 */
class SceneExtension implements ParameterResolver {

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == Scene.class || parameter.getParameter().getType() == Clients.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		Started started = context.getRoot()
			.getStore(Namespace.create(SceneExtension.class))
			.getOrComputeIfAbsent(Started.class, (key) -> new Started(), Started.class);
		return (parameter.getParameter().getType() == Scene.class) ? started.scene : started.clients;
	}

	/**
	 * Closed by JUnit with the store that it is in.
	 */
	private static final class Started implements AutoCloseable {

		private static final Duration VALIDITY = Duration.ofSeconds(60);

		private final Scene scene;

		private final Clients clients;

		private Started() {
			try {
				// Renewed when four fifths are left: often, and with time to spare.
				this.scene = Scene.start(ScenePorts.free(), Path.of("target/test-scene"), VALIDITY,
						"https.renewal.remaining=0.8");
			}
			catch (java.io.IOException ex) {
				throw new java.io.UncheckedIOException(ex);
			}
			this.clients = Clients.of(this.scene);
		}

		@Override
		public void close() {
			this.scene.close();
		}

	}

}
