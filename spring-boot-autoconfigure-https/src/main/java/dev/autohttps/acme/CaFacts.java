package dev.autohttps.acme;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a CA says of itself in its directory, beside what it is told of us.
 *
 * @param caaIdentities the names by which CAA records mean it, none if it does not say
 * @param externalAccountRequired whether it makes accounts only for those who have one
 * elsewhere
 * @param externalAccountConfigured whether we have such a one
 * @param termsOfService its terms of service, or {@code null} if it has none
 * @param termsOfServiceAgreed whether they were agreed to
 * @param account the URL of our account, or {@code null} if there is none yet
 * @param clockAhead how far our clock is ahead of its own, or {@code null} if it does not
 * say
 */
public record CaFacts(List<String> caaIdentities, boolean externalAccountRequired, boolean externalAccountConfigured,
		@Nullable URI termsOfService, boolean termsOfServiceAgreed, @Nullable String account,
		@Nullable Duration clockAhead) {

	public CaFacts {
		caaIdentities = List.copyOf(caaIdentities);
	}

}
