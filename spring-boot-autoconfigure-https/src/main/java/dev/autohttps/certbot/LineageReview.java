package dev.autohttps.certbot;

import java.net.URI;
import java.security.PublicKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.autohttps.acme.AcmeServer;
import dev.autohttps.certificate.KeyType;
import org.jspecify.annotations.Nullable;

/**
 * The comparison of lineages with the certificates that are wanted, and what to do about
 * those that differ.
 */
final class LineageReview {

	private final List<WantedImport> wanted;

	private final List<AcmeServer> servers;

	private final Predicate<PublicKey> compromised;

	private final Instant now;

	/**
	 * Create a new review.
	 * @param wanted the certificates that are wanted over ACME
	 * @param servers the CAs that are asked for them
	 * @param compromised which keys must never be used again
	 * @param now the present moment
	 */
	LineageReview(List<WantedImport> wanted, List<AcmeServer> servers, Predicate<PublicKey> compromised, Instant now) {
		this.wanted = wanted;
		this.servers = servers;
		this.compromised = compromised;
		this.now = now;
	}

	/**
	 * Compare a lineage.
	 * @return what it fits
	 * @throws NotUsableException if it fits nothing, with a sentence that says why and
	 * what to do
	 */
	Fit review(Lineage lineage) throws NotUsableException {
		AcmeServer server = server(lineage);
		KeyType keyType = KeyType.of(lineage.certificate().leaf().getPublicKey());
		if (keyType == null) {
			throw new NotUsableException("its key is of a type that is not kept here");
		}
		WantedImport same = wanted(lineage, keyType);
		if (lineage.certificate().isExpired(this.now)) {
			throw new NotUsableException(
					"it expired at " + lineage.certificate().notAfter().truncatedTo(ChronoUnit.SECONDS));
		}
		if (this.compromised.test(lineage.certificate().leaf().getPublicKey())) {
			throw new NotUsableException("its key was compromised, so it must never be used again");
		}
		return new Fit(lineage, same, server);
	}

	/**
	 * Return whether a lineage is for a name that is wanted, so that people may have
	 * counted on it.
	 */
	boolean concerns(Lineage lineage) {
		return this.wanted.stream().anyMatch((one) -> overlap(one, lineage));
	}

	private AcmeServer server(Lineage lineage) throws NotUsableException {
		URI server = lineage.server();
		if (server == null) {
			throw new NotUsableException("its renewal file does not say which CA it is from");
		}
		for (AcmeServer one : this.servers) {
			if (one.directory().equals(server)) {
				return one;
			}
		}
		throw new NotUsableException("it is from " + server + ", which is not asked here, but "
				+ this.servers.stream().map(AcmeServer::toString).collect(Collectors.joining(", "))
				+ ". To have it taken over, set https.acme.server=" + server);
	}

	private WantedImport wanted(Lineage lineage, KeyType keyType) throws NotUsableException {
		WantedImport other = null;
		for (WantedImport one : this.wanted) {
			if (one.spec().domains().equals(lineage.domains())) {
				if (one.keyType() == keyType) {
					return one;
				}
				other = one;
			}
		}
		if (other != null) {
			throw new NotUsableException(
					"its key is " + keyType.id() + ", that of " + other + " is to be " + other.keyType().id()
							+ ". To have it taken over, set " + other.settingOf(keyType, lineage.setting()));
		}
		WantedImport near = overlapping(lineage, keyType);
		if (near != null) {
			throw new NotUsableException("it is not for exactly the names of " + near + ". To have it taken over, set "
					+ near.settingOf(lineage.setting()) + keyTypes(near, keyType, lineage));
		}
		throw new NotUsableException("no certificate is configured for any of its names. To have it taken over, set "
				+ settings(lineage, keyType));
	}

	private static String settings(Lineage lineage, KeyType keyType) {
		String prefix = "https.certificates." + lineage.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
		return prefix + ".domains=" + lineage.setting()
				+ ((keyType != KeyType.EC_P256) ? " and " + prefix + ".key-types=" + keyType.id() : "");
	}

	/**
	 * Names are not all that may differ.
	 */
	private static String keyTypes(WantedImport near, KeyType keyType, Lineage lineage) {
		return (near.keyType() != keyType) ? ", and " + near.settingOf(keyType, lineage.setting()) : "";
	}

	private @Nullable WantedImport overlapping(Lineage lineage, KeyType keyType) {
		return this.wanted.stream()
			.filter((one) -> overlap(one, lineage))
			.min(Comparator.comparing((one) -> one.keyType() != keyType))
			.orElse(null);
	}

	private static boolean overlap(WantedImport one, Lineage lineage) {
		return one.spec().domains().any((domain) -> lineage.domains().names().contains(domain.name()));
	}

}
