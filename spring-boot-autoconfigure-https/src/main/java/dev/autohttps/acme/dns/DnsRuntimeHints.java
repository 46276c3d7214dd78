package dev.autohttps.acme.dns;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;

/**
 * What a native image must keep of the JDK's DNS client, which JNDI makes by its name.
 */
class DnsRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.reflection()
			.registerType(TypeReference.of(Dns.CONTEXT_FACTORY), MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS);
	}

}
