package dev.autohttps.actuate;

import java.util.List;

import dev.autohttps.renewal.CertificateState;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with one certificate.
 *
 * @param name its configured name
 * @param domains the names that are wanted in it
 * @param keyType the key type that is wanted, such as {@code ec-p256}
 * @param state how it stands
 * @param bundle the name of its SSL bundle, or {@code null} if it has none
 * @param servers the servers whose clients see it
 * @param issuer who issues it, the name of one of the issuers
 * @param served what clients see, or {@code null} before anything was loaded
 * @param renewal when the next one is sought
 * @param failure the last failure, or {@code null} if the last attempt succeeded
 * @param attempts the last attempts to obtain it, the last one first
 * @param budget what is spent of the issuer's rate limits
 * @param records the records that somebody must create in the DNS, and keep, for it
 */
public record CertificateDescriptor(String name, List<String> domains, String keyType, CertificateState state,
		@Nullable String bundle, List<ServerDescriptor> servers, String issuer, @Nullable ServedDescriptor served,
		RenewalDescriptor renewal, @Nullable FailureDescriptor failure, List<AttemptDescriptor> attempts,
		List<AllowanceDescriptor> budget, List<RecordDescriptor> records) {

}
