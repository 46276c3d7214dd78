package dev.autohttps.autoconfigure;

import java.time.InstantSource;

import dev.autohttps.autoconfigure.HttpsProperties.Hsts;
import dev.autohttps.autoconfigure.HttpsProperties.Http;
import dev.autohttps.autoconfigure.HttpsProperties.Issuer;
import dev.autohttps.autoconfigure.HttpsProperties.Redirect;
import dev.autohttps.certificate.CertificateIndex;
import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.ssl.ServerTlsConfigurer;
import dev.autohttps.web.HstsPolicy;
import dev.autohttps.web.ProvisionalHosts;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties.ForwardHeadersStrategy;
import org.springframework.core.env.Environment;

/**
 * What the configuration says about the ports, checked.
 */
final class WebSettings {

	private WebSettings() {
	}

	/**
	 * Return the plain port.
	 * @return the port, 0 for any, or {@code null} for none
	 */
	static @Nullable Integer plainPort(Http http, WantedCertificates wanted, @Nullable Ssl ssl) {
		Integer port = http.port();
		if (port != null && (port < 0 || port > 65535)) {
			throw new InvalidHttpsPropertyException("https.http.port", port, "It is no port.",
					"Set it to a port, or to 0 for any that is free.");
		}
		// Who has a key of their own for HTTPS needs the plain port for a CA's questions
		// only.
		if (!http.enabled() || (ownKey(wanted, ssl) && !wanted.use(Issuer.ACME))) {
			return null;
		}
		return (port != null) ? port : (wanted.use(Issuer.ACME) ? 80 : 8080);
	}

	static boolean ownKey(WantedCertificates wanted, @Nullable Ssl ssl) {
		return ssl != null && ServerTlsConfigurer.hasOwnKey(ssl, wanted.names());
	}

	static @Nullable Integer redirectPort(Redirect redirect) {
		Integer port = redirect.port();
		if (port != null && (port < 1 || port > 65535)) {
			throw new InvalidHttpsPropertyException("https.redirect.port", port, "It is no port.",
					"Set it to the port under which clients reach HTTPS, or leave it out.");
		}
		return port;
	}

	/**
	 * Return whether the application believes a proxy's header fields whoever sends them.
	 */
	static boolean trustsAnyForwarded(ServerProperties server) {
		return server.getForwardHeadersStrategy() == ForwardHeadersStrategy.FRAMEWORK;
	}

	/**
	 * Return whether the server itself reads a proxy's header fields.
	 */
	static boolean serverReadsForwarded(ServerProperties server, Environment environment) {
		if (server.getForwardHeadersStrategy() == null) {
			CloudPlatform platform = CloudPlatform.getActive(environment);
			return platform != null && platform.isUsingForwardHeaders();
		}
		return server.getForwardHeadersStrategy() == ForwardHeadersStrategy.NATIVE;
	}

	/**
	 * Return the hosts that are served under a certificate of ours that is not real: none
	 * if whoever ends TLS has a key of its own.
	 */
	static ProvisionalHosts provisionalHosts(LiveCertificates live, WantedCertificates wanted, @Nullable Ssl ssl) {
		boolean ours = ssl == null || (ssl.isEnabled() && !ownKey(wanted, ssl));
		return new ProvisionalHosts(ours ? live::current : () -> CertificateIndex.EMPTY);
	}

	static HstsPolicy hsts(Hsts hsts, LiveCertificates live, InstantSource clock) {
		return new HstsPolicy(live, clock, hsts.maxAge(), hsts.includeSubdomains(), hsts.preload());
	}

}
