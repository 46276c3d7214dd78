package dev.autohttps.web;

import java.util.function.Supplier;

import dev.autohttps.certificate.CertificateIndex;
import dev.autohttps.certificate.Standing;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that are served under a certificate which not every client trusts, so that
 * none may be told to come over HTTPS only: it would remember that for {@code localhost}
 * too, whatever listens there tomorrow.
 */
public final class ProvisionalHosts {

	private final Supplier<CertificateIndex> served;

	/**
	 * Create a new instance.
	 * @param served what is served
	 */
	public ProvisionalHosts(Supplier<CertificateIndex> served) {
		this.served = served;
	}

	boolean contains(@Nullable String host) {
		String name = (host != null) ? HttpQuestion.hostName(host) : null;
		return name != null && this.served.get()
			.findExactly(name)
			.stream()
			.anyMatch((certificate) -> certificate.standing() != Standing.PRODUCTION);
	}

}
