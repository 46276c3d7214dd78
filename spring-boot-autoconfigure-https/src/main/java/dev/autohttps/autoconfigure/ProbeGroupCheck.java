package dev.autohttps.autoconfigure;

import java.util.Optional;

import dev.autohttps.autoconfigure.HttpsProperties.Issuer;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Refuses to let the health of certificates decide whether a node gets requests where the
 * CA's question is one of them: the node would never get the certificate that would make
 * it healthy.
 */
final class ProbeGroupCheck {

	private static final String CERTIFICATES = "certificates";

	private ProbeGroupCheck() {
	}

	/**
	 * Check the groups that are probed.
	 * @throws InvalidHttpsPropertyException if one of them must not have our indicator
	 */
	static void check(Environment environment, WantedCertificates wanted) {
		if (includes(environment, property("liveness"))) {
			throw new InvalidHttpsPropertyException(property("liveness"), CERTIFICATES,
					"A process that is started again gets its certificate no sooner.",
					"Take certificates out of the group liveness.");
		}
		Optional<WantedCertificate> asked = wanted.all()
			.stream()
			.filter((one) -> one.issuer() == Issuer.ACME)
			.filter((one) -> !one.spec().challenges().stream().allMatch((type) -> type.startsWith("dns-")))
			.findFirst();
		if (asked.isPresent() && includes(environment, property("readiness"))) {
			throw new InvalidHttpsPropertyException(property("readiness"), CERTIFICATES,
					"Certificate '" + asked.get().spec().id().name() + "' may be validated by "
							+ String.join(", ", asked.get().spec().challenges())
							+ ", so the CA asks this node; a node that is not ready gets no requests, and would never "
							+ "get its certificate.",
					"Take certificates out of the group readiness, or set " + asked.get().challengesProperty()
							+ " to DNS challenges only.");
		}
	}

	/**
	 * Whoever includes everything has not asked for it, and it is no HTTP error by
	 * itself.
	 */
	private static boolean includes(Environment environment, String property) {
		return Binder.get(environment)
			.bind(property, Bindable.listOf(String.class))
			.map((included) -> included.contains(CERTIFICATES))
			.orElse(false);
	}

	private static String property(String group) {
		return "management.endpoint.health.group." + group + ".include";
	}

}
