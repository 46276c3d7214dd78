package dev.autohttps.renewal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import dev.autohttps.certificate.Finding;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.RevocationReason;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.StoreException;

/**
 * What people may ask for beside what is done by itself.
 */
public final class CertificateOperations {

	private final CertificateKeepers keepers;

	private final RenewalScheduler scheduler;

	/**
	 * Create new operations.
	 * @param keepers the keepers of the certificates
	 * @param scheduler lets them look at once
	 */
	public CertificateOperations(CertificateKeepers keepers, RenewalScheduler scheduler) {
		this.keepers = keepers;
		this.scheduler = scheduler;
	}

	/**
	 * Renew the certificates of a name, or go on seeking the first ones, at once: what
	 * somebody had to mend is taken for mended.
	 * @param name the configured name
	 * @return how it stands with them, none if the name is not known
	 * @throws IssuanceException with the moment at which it may be asked for again, if
	 * one of them cannot be sought at once, since the CA limits us, is in trouble, or
	 * would refuse; nothing is done then
	 * @throws StoreException if it cannot be noted down
	 */
	public List<CertificateStatus> renew(String name) throws IssuanceException {
		List<CertificateKeeper> named = this.keepers.named(name);
		for (CertificateKeeper keeper : named) {
			IssuanceException wait = keeper.mustWait();
			if (wait != null) {
				throw wait;
			}
		}
		for (CertificateKeeper keeper : named) {
			keeper.replace("somebody asked for it");
			this.scheduler.wake(keeper);
		}
		return named.stream().map(CertificateKeeper::status).toList();
	}

	/**
	 * Look at once what is due, which is done every minute by itself: for a test that has
	 * set the clock.
	 */
	public void look() {
		this.keepers.forEach(this.scheduler::wake);
	}

	/**
	 * Revoke the certificates of a name that are served, of all key types, and replace
	 * them at once. After {@link RevocationReason#KEY_COMPROMISE} their keys are never
	 * used again, and clients see a placeholder until there are others.
	 * @param name the configured name
	 * @param reason why
	 * @return what was revoked, none if the name is not known or has no certificate yet
	 * @throws IssuanceException if a CA does not revoke; those before it are revoked, and
	 * named in its message
	 * @throws StoreException if it cannot be noted down
	 */
	public List<ServerCertificate> revoke(String name, RevocationReason reason) throws IssuanceException {
		List<ServerCertificate> revoked = new ArrayList<>();
		for (CertificateKeeper keeper : this.keepers.named(name)) {
			try {
				ServerCertificate certificate = keeper.revoke(reason);
				if (certificate != null) {
					revoked.add(certificate);
				}
			}
			catch (IssuanceException ex) {
				throw revoked.isEmpty() ? ex : partly(ex, revoked);
			}
			finally {
				this.scheduler.wake(keeper);
			}
		}
		return revoked;
	}

	private static IssuanceException partly(IssuanceException ex, List<ServerCertificate> revoked) {
		return new IssuanceException(
				ex.getMessage() + " (revoked before that: "
						+ revoked.stream().map(ServerCertificate::serial).collect(Collectors.joining(", ")) + ")",
				ex.getKind(), ex.isOrderSpoiled(), ex.getRetryAfter(), ex.getProblem(), ex);
	}

	/**
	 * Look whether an order for the certificates of a name could succeed with their first
	 * CA, which takes some seconds.
	 * @param name the configured name
	 * @return what was found, none if the name is not known or there is nothing to look
	 * at
	 */
	public List<Finding> check(String name) {
		// The names are the same, whatever the key.
		return this.keepers.named(name).stream().findFirst().map(CertificateKeeper::check).orElse(List.of());
	}

}
