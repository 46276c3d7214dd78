package dev.autohttps.actuate;

import java.util.List;

import dev.autohttps.actuate.CertificatesDescriptor.CertificateDescriptor;
import dev.autohttps.renewal.CertificateKeepers;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * Actuator endpoint that shows how it stands with the certificates.
 */
@Endpoint(id = "certificates", defaultAccess = Access.READ_ONLY)
public class CertificatesEndpoint {

	private final CertificateKeepers keepers;

	/**
	 * Create a new endpoint.
	 * @param keepers the keepers of the certificates
	 */
	public CertificatesEndpoint(CertificateKeepers keepers) {
		this.keepers = keepers;
	}

	/**
	 * Show all certificates.
	 * @return one for each name and key type
	 */
	@ReadOperation
	public CertificatesDescriptor certificates() {
		return new CertificatesDescriptor(this.keepers.statuses().stream().map(CertificateDescriptor::of).toList());
	}

	/**
	 * Show the certificates of one name.
	 * @param name the configured name
	 * @return one for each key type, or {@code null} if there is none of that name
	 */
	@ReadOperation
	public @Nullable CertificatesDescriptor certificate(@Selector String name) {
		List<CertificateDescriptor> found = certificates().certificates()
			.stream()
			.filter((certificate) -> certificate.name().equals(name))
			.toList();
		return found.isEmpty() ? null : new CertificatesDescriptor(found);
	}

}
