package dev.autohttps.local;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

import dev.autohttps.certificate.CertificateIssuer;
import dev.autohttps.certificate.Domain;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.Standing;
import dev.autohttps.certificate.Store;
import org.jspecify.annotations.Nullable;

/**
 * Issues certificates for local names from a CA on this machine, at once.
 */
public final class LocalCertificateIssuer implements CertificateIssuer {

	private final String id;

	private final LocalAuthority authority;

	private final Duration validity;

	/**
	 * Create a new issuer.
	 * @param store where the CA's root is kept, made when it is first needed
	 * @param mkcert where mkcert keeps its root, which is used in place of our own if it
	 * is there, or {@code null} if it is not to be looked for
	 * @param validity how long a certificate is valid
	 * @param clock the time
	 */
	public LocalCertificateIssuer(Store store, @Nullable Path mkcert, Duration validity, InstantSource clock) {
		MkcertRoot other = (mkcert != null) ? new MkcertRoot(mkcert) : null;
		// Whoever shares the store without mkcert keeps what its own root signed.
		this.id = (other != null && other.exists()) ? "mkcert" : "local";
		this.authority = new LocalAuthority(store, other, clock);
		this.validity = validity;
	}

	@Override
	public String id() {
		return this.id;
	}

	@Override
	public String description() {
		return "local CA";
	}

	@Override
	public Standing standing() {
		return Standing.TRIAL;
	}

	@Override
	public boolean isImmediate() {
		return true;
	}

	@Override
	public boolean accepts(ServerCertificate certificate) {
		return this.authority.signed(certificate.leaf());
	}

	@Override
	public Issuance advance(Issuance issuance) throws IssuanceException {
		List<String> foreign = issuance.spec()
			.domains()
			.stream()
			.filter((domain) -> !LocalNames.include(domain))
			.map(Domain::name)
			.toList();
		if (!foreign.isEmpty()) {
			throw new IssuanceException("the local CA issues for " + LocalNames.describe() + ", not for " + foreign,
					FailureKind.ACTION_REQUIRED, true, null, null, null);
		}
		return issuance
			.issued(this.authority.issue(issuance.key().getPublic(), issuance.spec().domains(), this.validity));
	}

}
