package dev.autohttps.actuate;

import java.security.Principal;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Actuator endpoint that shows how it stands with the certificates, and lets people with
 * the right to renew, revoke and check them.
 */
@Endpoint(id = "certificates", defaultAccess = Access.READ_ONLY)
public class CertificatesEndpoint {

	private final CertificatesReport report;

	private final AuditedOperations operations;

	/**
	 * Create a new endpoint.
	 * @param report what there is to say
	 * @param operations what may be asked for
	 */
	public CertificatesEndpoint(CertificatesReport report, AuditedOperations operations) {
		this.report = report;
		this.operations = operations;
	}

	/**
	 * Show all certificates.
	 * @return one for each name and key type
	 */
	@ReadOperation
	public CertificatesDescriptor certificates() {
		return this.report.all();
	}

	/**
	 * Show the certificates of one name.
	 * @param name the configured name
	 * @return one for each key type, or {@code null} if there is none of that name
	 */
	@ReadOperation
	public @Nullable CertificatesDescriptor certificate(@Selector String name) {
		return this.report.named(name);
	}

	/**
	 * Do something with the certificates of one name.
	 * @param name the configured name
	 * @param operation {@code renew}, {@code revoke} or {@code check}
	 * @param reason why they are revoked, such as {@code key-compromise}
	 * @return what came of it, or {@code null} if there is none of that name
	 */
	@WriteOperation
	public @Nullable OperationDescriptor operate(@Selector String name, @Selector String operation,
			@Nullable String reason) {
		return operate(null, name, operation, reason);
	}

	@Nullable OperationDescriptor operate(@Nullable Principal principal, String name, String operation, @Nullable String reason) {
		return this.operations.operate(principal, name, operation, reason);
	}

}
