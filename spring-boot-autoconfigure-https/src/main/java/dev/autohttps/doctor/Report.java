package dev.autohttps.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.Finding;
import dev.autohttps.certificate.Severity;

/**
 * What was found, in one block for the log, for whoever is woken up by it.
 */
final class Report {

	private Report() {
	}

	/**
	 * Write down what is not as it should be.
	 * @param spec the certificate that is wanted
	 * @param ca who is to issue it
	 * @param findings what was found
	 * @param enforced whether a fatal finding keeps the order from being placed
	 */
	static String of(CertificateSpec spec, String ca, List<Finding> findings, boolean enforced) {
		List<Finding> wrong = findings.stream().filter((one) -> one.severity() != Severity.OK).toList();
		String subject = "Preflight of certificate '" + spec.id().name() + "' at " + ca + ": ";
		if (wrong.isEmpty()) {
			return subject + "nothing stands in its way as far as can be seen from here";
		}
		boolean fatal = wrong.stream().anyMatch(Finding::isFatal);
		StringBuilder text = new StringBuilder(subject).append(verdict(fatal, enforced));
		bySubject(wrong).forEach((name, ones) -> {
			text.append("\n  ").append(name);
			ones.forEach((one) -> text.append("\n    ")
				.append(one.severity())
				.append(' ')
				.append(one.check())
				.append("\n      seen:     ")
				.append(one.seen())
				.append("\n      expected: ")
				.append(one.expected())
				.append("\n      do:       ")
				.append(one.remedy()));
		});
		return text.toString();
	}

	private static String verdict(boolean fatal, boolean enforced) {
		if (!fatal) {
			return "the order may fail. So it looks from this machine; the CA looks from elsewhere";
		}
		return enforced ? "the order would fail, so it is not placed (https.acme.preflight=warn places it all the same)"
				: "the order will fail, but is placed all the same, since https.acme.preflight is not enforce";
	}

	private static Map<String, List<Finding>> bySubject(List<Finding> findings) {
		Map<String, List<Finding>> subjects = new LinkedHashMap<>();
		findings.forEach((one) -> subjects.computeIfAbsent(one.subject(), (subject) -> new ArrayList<>()).add(one));
		return subjects;
	}

}
