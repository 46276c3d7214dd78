package dev.autohttps.certbot;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

import dev.autohttps.acme.AcmeServer;
import dev.autohttps.certificate.ServerCertificate;

/**
 * A lineage that is what a configured certificate wants.
 *
 * @param lineage the lineage
 * @param wanted the certificate that is wanted
 * @param server the CA that both are of
 */
record Fit(Lineage lineage, WantedImport wanted, AcmeServer server) {

	ServerCertificate certificate() {
		return this.lineage.certificate();
	}

	Instant notAfter() {
		return certificate().notAfter();
	}

	/**
	 * First what is of the CA that is asked first, then what is valid for longest.
	 */
	static Comparator<Fit> best(List<AcmeServer> servers) {
		return Comparator.comparing((Fit fit) -> servers.indexOf(fit.server()))
			.thenComparing(Fit::notAfter, Comparator.reverseOrder());
	}

}
