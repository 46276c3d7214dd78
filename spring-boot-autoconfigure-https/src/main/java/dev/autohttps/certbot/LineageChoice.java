package dev.autohttps.certbot;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.autohttps.acme.AcmeServer;
import dev.autohttps.certificate.CertificateSpec;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The choice of the best lineage for each certificate that is lacking. Of every other one
 * it is said why it is not taken, as long as any certificate is lacking.
 */
final class LineageChoice {

	private static final Log logger = LogFactory.getLog(LineageChoice.class);

	private final LineageReview review;

	private final Set<CertificateSpec> lacking;

	private final List<AcmeServer> servers;

	LineageChoice(LineageReview review, Set<CertificateSpec> lacking, List<AcmeServer> servers) {
		this.review = review;
		this.lacking = lacking;
		this.servers = servers;
	}

	List<Fit> of(List<Lineage> lineages) {
		List<Fit> best = new ArrayList<>();
		Set<CertificateSpec> done = new HashSet<>();
		for (Fit fit : this.lacking.isEmpty() ? List.<Fit>of() : fits(lineages)) {
			if (done.add(fit.wanted().spec())) {
				best.add(fit);
			}
			else {
				logger.info(refusal(fit.lineage()) + "there is a better one of the same names");
			}
		}
		return best;
	}

	private List<Fit> fits(List<Lineage> lineages) {
		List<Fit> fits = new ArrayList<>();
		for (Lineage lineage : lineages) {
			try {
				Fit fit = this.review.review(lineage);
				if (this.lacking.contains(fit.wanted().spec())) {
					fits.add(fit);
				}
			}
			catch (NotUsableException ex) {
				say(refusal(lineage) + ex.getMessage(), this.review.concerns(lineage));
			}
		}
		fits.sort(Fit.best(this.servers));
		return fits;
	}

	private static String refusal(Lineage lineage) {
		return "Not taken over: " + lineage + ": ";
	}

	private static void say(String line, boolean important) {
		if (important) {
			logger.warn(line);
		}
		else {
			logger.info(line);
		}
	}

}
