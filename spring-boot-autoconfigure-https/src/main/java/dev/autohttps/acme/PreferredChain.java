package dev.autohttps.acme;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

import javax.security.auth.x500.X500Principal;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Certificate;
import org.shredzone.acme4j.exception.AcmeException;

/**
 * The choice of a chain, where the CA has several for one certificate (RFC 8555 section
 * 7.4.2).
 */
final class PreferredChain {

	private static final Log logger = LogFactory.getLog(PreferredChain.class);

	private final @Nullable String name;

	/**
	 * Create a new choice.
	 * @param name the common name of an issuer, or {@code null} for the CA's own choice
	 */
	PreferredChain(@Nullable String name) {
		this.name = name;
	}

	/**
	 * Choose the chain that ends with the preferred issuer, else one that has it at all:
	 * a longer one may lead past it to an older root.
	 * @param certificate what the CA issued
	 * @param allOrNothing whether a chain that cannot be downloaded is a failure, or is
	 * passed over
	 */
	List<X509Certificate> choose(Certificate certificate, boolean allOrNothing) throws AcmeException {
		certificate.download();
		List<X509Certificate> first = certificate.getCertificateChain();
		if (this.name == null || first.isEmpty() || ends(first)) {
			return first;
		}
		List<List<X509Certificate>> chains = new ArrayList<>();
		chains.add(first);
		for (Certificate alternate : certificate.getAlternateCertificates()) {
			try {
				alternate.download();
				List<X509Certificate> chain = alternate.getCertificateChain();
				if (!chain.isEmpty() && chain.get(0).equals(first.get(0))) {
					chains.add(chain);
				}
			}
			catch (AcmeException ex) {
				if (allOrNothing) {
					throw ex;
				}
				logger.warn("A chain of the certificate cannot be downloaded: " + ex.getMessage());
			}
		}
		return first(chains, this::ends).or(() -> first(chains, this::has)).orElseGet(() -> {
			logger.warn("The CA has no chain to '" + this.name + "' (https.acme.preferred-chain), so the one to "
					+ issuer(first) + " is served; there are chains to "
					+ String.join(", ", chains.stream().map(PreferredChain::issuer).toList()));
			return first;
		});
	}

	private static Optional<List<X509Certificate>> first(List<List<X509Certificate>> chains,
			Predicate<List<X509Certificate>> wanted) {
		return chains.stream().filter(wanted).findFirst();
	}

	private boolean ends(List<X509Certificate> chain) {
		return isPreferred(chain.get(chain.size() - 1).getIssuerX500Principal());
	}

	private boolean has(List<X509Certificate> chain) {
		return chain.stream()
			.flatMap((one) -> (one == chain.get(0)) ? Stream.of(one.getIssuerX500Principal())
					: Stream.of(one.getSubjectX500Principal(), one.getIssuerX500Principal()))
			.anyMatch(this::isPreferred);
	}

	private boolean isPreferred(X500Principal principal) {
		return Objects.requireNonNull(this.name).equalsIgnoreCase(commonName(principal));
	}

	private static String issuer(List<X509Certificate> chain) {
		return "'" + commonName(chain.get(chain.size() - 1).getIssuerX500Principal()) + "'";
	}

	/**
	 * Some old roots have no common name.
	 */
	private static String commonName(X500Principal principal) {
		RDN[] names = X500Name.getInstance(principal.getEncoded()).getRDNs(BCStyle.CN);
		return (names.length > 0) ? IETFUtils.valueToString(names[0].getFirst().getValue()) : principal.getName();
	}

}
