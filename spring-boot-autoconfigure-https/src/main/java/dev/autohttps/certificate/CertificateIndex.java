package dev.autohttps.certificate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An immutable look-up of what is served: by name (exact, then wildcard, then the
 * default) and by alias.
 */
public final class CertificateIndex {

	/**
	 * The index of nothing.
	 */
	public static final CertificateIndex EMPTY = new CertificateIndex(Map.of(), null);

	private final Map<CertificateId, LiveCertificate> certificates;

	private final @Nullable String defaultName;

	private final Map<String, List<LiveCertificate>> byDomain = new HashMap<>();

	private final Map<String, LiveCertificate> byAlias = new HashMap<>();

	private final List<LiveCertificate> defaults;

	private CertificateIndex(Map<CertificateId, LiveCertificate> certificates, @Nullable String defaultName) {
		this.certificates = certificates;
		this.defaultName = defaultName;
		for (LiveCertificate certificate : certificates.values()) {
			this.byAlias.put(certificate.certificate().alias(), certificate);
			for (Domain domain : certificate.domains()) {
				this.byDomain.computeIfAbsent(domain.name(), (name) -> new ArrayList<>(2)).add(certificate);
			}
		}
		this.byDomain.replaceAll((name, all) -> best(all));
		this.defaults = (defaultName != null) ? named(defaultName) : List.of();
	}

	/**
	 * Return the certificates for a client, one for each key type that is there: no
	 * placeholder unless there is nothing else.
	 * @param serverName the SNI host name, or {@code null} if the client sent none
	 * @return those for that name, else the default ones; never those of another name
	 * because of their key type
	 */
	public List<LiveCertificate> find(@Nullable String serverName) {
		List<LiveCertificate> found = (serverName != null) ? findExactly(serverName) : List.of();
		return found.isEmpty() ? this.defaults : found;
	}

	/**
	 * Return the certificates that cover a host.
	 * @param host the host as {@link Domain#normalize(String)} returns it
	 * @return those that name it, else those with a wildcard for it, else none
	 */
	public List<LiveCertificate> findExactly(String host) {
		List<LiveCertificate> exact = this.byDomain.get(host);
		if (exact != null) {
			return exact;
		}
		int dot = host.indexOf('.');
		List<LiveCertificate> wildcard = (dot > 0) ? this.byDomain.get("*" + host.substring(dot)) : null;
		return (wildcard != null) ? wildcard : List.of();
	}

	/**
	 * Return the certificates of the default name.
	 * @return the default certificates, none if there is no default
	 */
	public List<LiveCertificate> defaults() {
		return this.defaults;
	}

	/**
	 * Return whether certificates are those of the default name.
	 * @param found what a look-up returned
	 * @return whether a look-up without a name would have returned them too
	 */
	public boolean isDefault(List<LiveCertificate> found) {
		return !found.isEmpty() && found.get(0).id().name().equals(this.defaultName);
	}

	/**
	 * Return the certificate of an alias.
	 * @param alias as {@link ServerCertificate#alias()} returns it
	 * @return the certificate, or {@code null} if it is not served
	 */
	public @Nullable LiveCertificate byAlias(String alias) {
		return this.byAlias.get(alias);
	}

	/**
	 * Return one of the certificates.
	 * @param id which one
	 * @return the certificate, or {@code null} if there is none
	 */
	public @Nullable LiveCertificate get(CertificateId id) {
		return this.certificates.get(id);
	}

	/**
	 * Return the certificates of a configured name.
	 * @param name the name
	 * @return one for each key type that is there, no placeholder unless there is nothing
	 * else, and none if the name is unknown
	 */
	public List<LiveCertificate> named(String name) {
		return best(this.certificates.values().stream().filter((one) -> one.id().name().equals(name)).toList());
	}

	/**
	 * Return all that is served.
	 * @return the certificates, in the order in which they were added
	 */
	public Collection<LiveCertificate> all() {
		return this.certificates.values();
	}

	/**
	 * A placeholder has a key of its own type, so it would hide a real certificate.
	 */
	private static List<LiveCertificate> best(List<LiveCertificate> certificates) {
		List<LiveCertificate> real = certificates.stream().filter((one) -> !one.isPlaceholder()).toList();
		return real.isEmpty() ? certificates : real;
	}

	CertificateIndex with(LiveCertificate certificate) {
		Map<CertificateId, LiveCertificate> changed = new LinkedHashMap<>(this.certificates);
		changed.put(certificate.id(), certificate);
		return new CertificateIndex(changed, this.defaultName);
	}

	CertificateIndex without(CertificateId id) {
		Map<CertificateId, LiveCertificate> changed = new LinkedHashMap<>(this.certificates);
		changed.remove(id);
		return new CertificateIndex(changed, this.defaultName);
	}

	CertificateIndex withDefault(@Nullable String name) {
		return new CertificateIndex(this.certificates, name);
	}

}
