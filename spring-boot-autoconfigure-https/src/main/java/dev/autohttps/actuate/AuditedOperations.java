package dev.autohttps.actuate;

import java.security.Principal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import dev.autohttps.actuate.OperationDescriptor.Outcome;
import dev.autohttps.certificate.Finding;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.RevocationReason;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.StoreException;
import dev.autohttps.renewal.CertificateKeepers;
import dev.autohttps.renewal.CertificateOperations;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Does what people ask for, and makes an audit event of each.
 */
public class AuditedOperations {

	/**
	 * The names of the operations.
	 */
	public static final List<String> NAMES = List.of("renew", "revoke", "check");

	/**
	 * The type of the audit events is this and the name of the operation.
	 */
	public static final String AUDIT_TYPE = "HTTPS_CERTIFICATE_";

	private static final String UNKNOWN = "anonymous";

	private final CertificateKeepers keepers;

	private final CertificateOperations operations;

	private final ApplicationEventPublisher events;

	/**
	 * Create new operations.
	 * @param keepers the keepers of the certificates
	 * @param operations does what is asked for
	 * @param events where audit events are published
	 */
	public AuditedOperations(CertificateKeepers keepers, CertificateOperations operations,
			ApplicationEventPublisher events) {
		this.keepers = keepers;
		this.operations = operations;
		this.events = events;
	}

	/**
	 * Do something with the certificates of one name.
	 * @return what came of it, or {@code null} if there is none of that name
	 */
	@Nullable OperationDescriptor operate(@Nullable Principal principal, String name, String operation, @Nullable String reason) {
		if (this.keepers.named(name).isEmpty()) {
			return null;
		}
		if (!NAMES.contains(operation)) {
			return OperationDescriptor.of(operation, Outcome.INVALID,
					"There is no operation '" + operation + "'. Choose from " + String.join(", ", NAMES) + ".");
		}
		RevocationReason why = (reason != null) ? reason(reason) : RevocationReason.UNSPECIFIED;
		if (why == null) {
			return OperationDescriptor.of(operation, Outcome.INVALID,
					"There is no reason '" + reason + "'. Choose from " + reasons() + ", or leave it out.");
		}
		OperationDescriptor done = done(name, operation, why);
		audit(principal, name, operation.equals("revoke") ? why : null, done);
		return done;
	}

	private OperationDescriptor done(String name, String operation, RevocationReason reason) {
		try {
			return switch (operation) {
				case "renew" -> renew(name);
				case "revoke" -> revoke(name, reason);
				default -> check(name);
			};
		}
		catch (IssuanceException ex) {
			Instant allowed = ex.getRetryAfter();
			String message = String.valueOf(ex.getMessage());
			if (operation.equals("renew") && allowed != null) {
				return new OperationDescriptor(operation, Outcome.REFUSED,
						"Not before " + allowed.truncatedTo(ChronoUnit.SECONDS) + ": " + message, allowed,
						ex.getProblem(), List.of(), List.of());
			}
			return new OperationDescriptor(operation, Outcome.FAILED, message, allowed, ex.getProblem(), List.of(),
					List.of());
		}
		catch (StoreException ex) {
			return OperationDescriptor.of(operation, Outcome.FAILED, String.valueOf(ex.getMessage()));
		}
	}

	private OperationDescriptor renew(String name) throws IssuanceException {
		this.operations.renew(name);
		return OperationDescriptor.of("renew", Outcome.ACCEPTED,
				"A new certificate is being sought; until it is there, the present one is served.");
	}

	private OperationDescriptor revoke(String name, RevocationReason reason) throws IssuanceException {
		List<String> revoked = this.operations.revoke(name, reason).stream().map(ServerCertificate::serial).toList();
		String message = revoked.isEmpty() ? "There is no certificate yet that could be revoked."
				: "Revoked; another one is being sought.";
		return new OperationDescriptor("revoke", revoked.isEmpty() ? Outcome.FAILED : Outcome.DONE, message, null, null,
				revoked, List.of());
	}

	private OperationDescriptor check(String name) {
		List<Finding> findings = this.operations.check(name);
		long fatal = findings.stream().filter(Finding::isFatal).count();
		String message = findings.isEmpty() ? "There is nothing to check for this issuer." : (fatal > 0)
				? "An order would fail now." : "Nothing was found that would make an order fail for certain.";
		return new OperationDescriptor("check", Outcome.DONE, message, null, null, List.of(), findings);
	}

	private void audit(@Nullable Principal principal, String name, @Nullable RevocationReason reason,
			OperationDescriptor done) {
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("certificate", name);
		data.put("outcome", done.outcome().name());
		if (reason != null) {
			data.put("reason", reason.name());
			data.put("revoked", done.revoked());
		}
		if (done.outcome() == Outcome.REFUSED || done.outcome() == Outcome.FAILED) {
			data.put("message", done.message());
		}
		String who = (principal != null && principal.getName() != null) ? principal.getName() : UNKNOWN;
		this.events.publishEvent(new AuditApplicationEvent(
				new AuditEvent(who, AUDIT_TYPE + done.operation().toUpperCase(Locale.ROOT), data)));
	}

	private static @Nullable RevocationReason reason(String text) {
		String name = text.trim().replace('-', '_').toUpperCase(Locale.ROOT);
		return Arrays.stream(RevocationReason.values())
			.filter((reason) -> reason.name().equals(name))
			.findFirst()
			.orElse(null);
	}

	private static String reasons() {
		return Arrays.stream(RevocationReason.values())
			.map((reason) -> reason.name().replace('_', '-').toLowerCase(Locale.ROOT))
			.collect(Collectors.joining(", "));
	}

}
