package dev.autohttps.autoconfigure;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import dev.autohttps.autoconfigure.HttpsProperties.Issuer;
import dev.autohttps.certificate.CertificateIssuer;
import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.renewal.IssuerChoice;

/**
 * Who may issue which certificate.
 */
final class IssuerChoices {

	private final CertificateIssuer local;

	private final Supplier<AcmeIssuers> acme;

	/**
	 * Create a new instance.
	 * @param local the local CA
	 * @param acme the CAs that speak ACME, made when one is wanted
	 */
	IssuerChoices(CertificateIssuer local, Supplier<AcmeIssuers> acme) {
		this.local = local;
		this.acme = acme;
	}

	/**
	 * Return who may issue certificates, in the order in which they are asked.
	 */
	Map<CertificateSpec, List<IssuerChoice>> of(Collection<WantedCertificate> wanted) {
		Map<CertificateSpec, List<IssuerChoice>> choices = new LinkedHashMap<>();
		wanted.forEach((one) -> choices.put(one.spec(), of(one)));
		return choices;
	}

	private List<IssuerChoice> of(WantedCertificate wanted) {
		return (wanted.issuer() == Issuer.LOCAL) ? List.of(IssuerChoice.of(this.local))
				: this.acme.get().choices(wanted.spec());
	}

}
