package dev.autohttps.local;

import java.util.List;

import dev.autohttps.certificate.Domain;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;

import org.springframework.util.StringUtils;

/**
 * The names that mean something on this machine or in this network only, so that a CA
 * which is held to them can do no harm elsewhere.
 */
public final class LocalNames {

	/**
	 * Names that are never delegated on the internet: RFC 6761, RFC 6762, RFC 8375, and
	 * {@code internal}, which ICANN reserved for private use in 2024.
	 */
	private static final List<String> DOMAINS = List.of("localhost", "test", "local", "internal", "home.arpa");

	/**
	 * Loopback, private and link-local addresses: RFC 1122, RFC 1918, RFC 3927, RFC 4291
	 * and RFC 4193.
	 */
	private static final List<String> NETWORKS = List.of("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",
			"169.254.0.0/16", "::1/128", "fc00::/7", "fe80::/10");

	private LocalNames() {
	}

	/**
	 * Return whether a name is one of them.
	 * @param domain the name
	 * @return whether a local CA may issue for it
	 */
	public static boolean include(Domain domain) {
		GeneralName name = (domain.type() == Domain.Type.IP) ? new GeneralName(GeneralName.iPAddress, domain.name())
				: new GeneralName(GeneralName.dNSName, domain.name());
		if (domain.type() == Domain.Type.IP) {
			return NETWORKS.stream().anyMatch((network) -> contains(network, name));
		}
		return DOMAINS.stream().anyMatch((local) -> domain.name().equals(local) || domain.name().endsWith("." + local));
	}

	/**
	 * Return the names in words.
	 * @return half a sentence that lists them
	 */
	public static String describe() {
		return "names that end in " + StringUtils.collectionToDelimitedString(DOMAINS, ", ")
				+ ", and loopback or private addresses";
	}

	static NameConstraints constraints() {
		GeneralSubtree[] domains = DOMAINS.stream()
			.map((domain) -> new GeneralSubtree(new GeneralName(GeneralName.dNSName, domain)))
			.toArray(GeneralSubtree[]::new);
		GeneralSubtree[] networks = NETWORKS.stream()
			.map((network) -> new GeneralSubtree(new GeneralName(GeneralName.iPAddress, network)))
			.toArray(GeneralSubtree[]::new);
		GeneralSubtree[] permitted = new GeneralSubtree[domains.length + networks.length];
		System.arraycopy(domains, 0, permitted, 0, domains.length);
		System.arraycopy(networks, 0, permitted, domains.length, networks.length);
		return new NameConstraints(permitted, null);
	}

	private static boolean contains(String network, GeneralName address) {
		byte[] range = octets(new GeneralName(GeneralName.iPAddress, network));
		byte[] octets = octets(address);
		if (range.length != 2 * octets.length) {
			return false;
		}
		for (int i = 0; i < octets.length; i++) {
			if ((octets[i] & range[octets.length + i]) != range[i]) {
				return false;
			}
		}
		return true;
	}

	private static byte[] octets(GeneralName name) {
		return ASN1OctetString.getInstance(name.getName()).getOctets();
	}

}
