package dev.autohttps.certbot;

import java.time.temporal.ChronoUnit;

import dev.autohttps.acme.AccountImport;
import dev.autohttps.certificate.CertificateRepository;
import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.RenewalNotes;
import dev.autohttps.certificate.RenewalNotesRepository;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.StaleVersionException;
import dev.autohttps.certificate.Store;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Takes over certificates, with a note of the account that obtained each.
 */
final class CertificateTransfer {

	private static final Log logger = LogFactory.getLog(CertificateTransfer.class);

	private final CertificateRepository certificates;

	private final Store store;

	private final CertbotAccounts accounts;

	CertificateTransfer(CertificateRepository certificates, Store store, CertbotAccounts accounts) {
		this.certificates = certificates;
		this.store = store;
		this.accounts = accounts;
	}

	/**
	 * Take over a certificate.
	 * @return whether that was done; if not, another process was faster
	 */
	boolean take(Fit fit) {
		CertificateSpec spec = fit.wanted().spec();
		if (!this.certificates.add(fit.server().id(), spec, fit.certificate())) {
			return false;
		}
		note(fit, spec);
		logger.info("Taken over: " + fit.lineage() + ", valid until " + fit.notAfter().truncatedTo(ChronoUnit.SECONDS)
				+ ", is certificate '" + spec.id().name() + "' from now on");
		return true;
	}

	private void note(Fit fit, CertificateSpec spec) {
		String name = fit.lineage().file().account();
		String account = (name != null) ? this.accounts.location(fit.server().directory(), name) : null;
		if (account == null) {
			return;
		}
		ServerCertificate certificate = fit.certificate();
		try {
			new RenewalNotesRepository(this.store).save(fit.server().id(), spec,
					RenewalNotes.obtained(certificate, certificate.notBefore(), false, AccountImport.details(account)));
		}
		catch (StaleVersionException ex) {
			logger.debug("Another process has noted something down already", ex);
		}
	}

}
