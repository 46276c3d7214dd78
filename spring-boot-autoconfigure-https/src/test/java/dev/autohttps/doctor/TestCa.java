package dev.autohttps.doctor;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import dev.autohttps.acme.CaFacts;
import dev.autohttps.acme.CertificateAuthority;
import dev.autohttps.certificate.CertificateIssuer;
import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.RateBudget;
import dev.autohttps.certificate.RateLimit.Kind;
import dev.autohttps.certificate.Standing;

/**
 * A CA that says of itself what a test wants.
 */
final class TestCa implements CertificateIssuer, CertificateAuthority {

	String directory = "https://acme-v02.api.letsencrypt.org/directory";

	boolean publicCa = true;

	List<String> identities = List.of("letsencrypt.org");

	boolean externalAccountRequired;

	boolean externalAccountConfigured;

	boolean termsAgreed = true;

	String account;

	Duration clockAhead = Duration.ofSeconds(1);

	boolean reachable = true;

	RateBudget budget;

	@Override
	public String id() {
		return "test-ca";
	}

	@Override
	public String description() {
		return this.directory;
	}

	@Override
	public Standing standing() {
		return Standing.PRODUCTION;
	}

	@Override
	public boolean isPublic() {
		return this.publicCa;
	}

	@Override
	public CaFacts facts() throws IssuanceException {
		if (!this.reachable) {
			throw new IssuanceException(description() + " cannot be reached: the connection was refused",
					FailureKind.UNAVAILABLE, false, null, null, null);
		}
		return new CaFacts(this.identities, this.externalAccountRequired, this.externalAccountConfigured,
				URI.create("https://letsencrypt.org/terms"), this.termsAgreed, this.account, this.clockAhead);
	}

	@Override
	public void requireBudget(CertificateSpec spec) throws IssuanceException {
		if (this.budget != null) {
			this.budget.require(Kind.CERTIFICATES, spec.domains().toString());
		}
	}

	@Override
	public Issuance advance(Issuance issuance) {
		throw new UnsupportedOperationException("It is not asked for certificates");
	}

}
