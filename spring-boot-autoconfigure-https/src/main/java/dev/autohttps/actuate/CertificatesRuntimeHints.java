package dev.autohttps.actuate;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * What a native image must keep so that the endpoint can be answered: the page, and the
 * descriptor whose type Boot does not see in the response that holds it.
 */
class CertificatesRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		CertificatesPage.resources().forEach(hints.resources()::registerResource);
		new BindingReflectionHintsRegistrar().registerReflectionHints(hints.reflection(), CertificatesDescriptor.class);
	}

}
