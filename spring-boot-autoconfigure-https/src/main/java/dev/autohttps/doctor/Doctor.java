package dev.autohttps.doctor;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

import dev.autohttps.acme.CertificateAuthority;
import dev.autohttps.acme.ChallengeSolvers;
import dev.autohttps.acme.dns.Dns;
import dev.autohttps.certificate.CertificateIssuer;
import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.Domain;
import dev.autohttps.certificate.Finding;
import dev.autohttps.certificate.OfferedAnswers;
import dev.autohttps.certificate.Preflight;
import dev.autohttps.certificate.Severity;
import dev.autohttps.certificate.Store;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Finds out before an order what would make it fail: names, ports, CAA records, the
 * account, the clock, the store, and what is left of the CA's rate limits.
 */
public final class Doctor implements Preflight {

	private static final Log logger = LogFactory.getLog(Doctor.class);

	private final Store store;

	private final OfferedAnswers answers;

	private final ChallengeSolvers solvers;

	private final DoctorMode mode;

	private final Surroundings surroundings;

	/**
	 * Create a new doctor.
	 * @param store where certificates are kept
	 * @param answers what this process offers; it offers a little more while it is looked
	 * at
	 * @param solvers the ways to prove control of a name that this set-up has
	 * @param mode what is done about what is found
	 * @param resolver asked for the records of names
	 */
	public Doctor(Store store, OfferedAnswers answers, ChallengeSolvers solvers, DoctorMode mode, Dns resolver) {
		this(store, answers, solvers, mode, Surroundings.real(resolver));
	}

	Doctor(Store store, OfferedAnswers answers, ChallengeSolvers solvers, DoctorMode mode, Surroundings surroundings) {
		this.store = store;
		this.answers = answers;
		this.solvers = solvers;
		this.mode = mode;
		this.surroundings = surroundings;
	}

	@Override
	public List<Finding> check(CertificateSpec spec, CertificateIssuer issuer, Occasion occasion) {
		boolean asked = occasion == Occasion.ON_DEMAND;
		if (!(issuer instanceof CertificateAuthority ca) || (this.mode == DoctorMode.OFF && !asked)) {
			return List.of();
		}
		List<Finding> findings = look(spec, ca, issuer.description());
		if (asked) {
			return findings;
		}
		tell(spec, issuer, findings, occasion);
		return (this.mode == DoctorMode.ENFORCE) ? findings
				: findings.stream().map((one) -> one.isFatal() ? one.as(Severity.DOUBTFUL) : one).toList();
	}

	/**
	 * Where the names lead to, as this machine finds it.
	 */
	@Override
	public String surroundings(CertificateSpec spec) {
		return spec.domains()
			.stream()
			.filter((domain) -> domain.type() != Domain.Type.IP)
			.map((domain) -> domain.identifier() + " " + addresses(domain.identifier()))
			.collect(Collectors.joining(", "));
	}

	private String addresses(String name) {
		return this.surroundings.hosts()
			.apply(name)
			.stream()
			.map(InetAddress::getHostAddress)
			.sorted()
			.collect(Collectors.joining(" "));
	}

	private List<Finding> look(CertificateSpec spec, CertificateAuthority ca, String description) {
		try (Rounds rounds = new Rounds(); ProbeAnswers probes = new ProbeAnswers(this.answers)) {
			return new Examination(spec, ca, description, this.solvers, this.surroundings, rounds).findings(this.store,
					probes);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return List.of();
		}
		catch (ExecutionException | RuntimeException ex) {
			// A fault of ours must not keep anybody from a certificate.
			logger.warn("Preflight of certificate '" + spec.id().name() + "' could not be made", ex);
			return List.of();
		}
	}

	private void tell(CertificateSpec spec, CertificateIssuer issuer, List<Finding> findings, Occasion occasion) {
		String report = Report.of(spec, issuer.description(), findings, this.mode == DoctorMode.ENFORCE);
		boolean sound = findings.stream().allMatch((one) -> one.severity() == Severity.OK);
		boolean urgent = occasion == Occasion.AFTER_FAILURE || findings.stream().anyMatch(Finding::isFatal);
		if (urgent && !sound) {
			logger.warn(report);
		}
		else {
			logger.info(report);
		}
	}

}
