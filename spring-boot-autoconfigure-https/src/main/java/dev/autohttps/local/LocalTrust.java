package dev.autohttps.local;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

import dev.autohttps.certificate.Domain;
import dev.autohttps.certificate.InvalidCertificateException;
import dev.autohttps.certificate.InvalidDomainException;
import dev.autohttps.certificate.Pem;
import dev.autohttps.certificate.Store;
import dev.autohttps.certificate.StoreEntry;
import dev.autohttps.certificate.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * What a client on this machine may trust because of the local CA: the root as the store
 * has it now, for certificates of local names alone. To ask makes no root.
 */
public final class LocalTrust implements Supplier<List<X509Certificate>>, Predicate<X509Certificate> {

	/**
	 * Where the store has the root alone, for those who are to trust it.
	 */
	static final String KEY = "local/root.crt";

	private static final int DNS_NAME = 2;

	private static final int IP_ADDRESS = 7;

	private final Supplier<Store> store;

	/**
	 * Create a new instance.
	 * @param store where the root is, asked for when it is needed
	 */
	public LocalTrust(Supplier<Store> store) {
		this.store = store;
	}

	/**
	 * Return the root.
	 * @return the root, or nothing if there is no local CA yet
	 */
	@Override
	public List<X509Certificate> get() {
		try {
			return roots(this.store.get().load(KEY));
		}
		catch (StoreException ex) {
			// What is wrong with the store is told by whoever keeps certificates in it.
			return List.of();
		}
	}

	/**
	 * Return the roots that were published, none if they are garbled.
	 */
	static List<X509Certificate> roots(@Nullable StoreEntry published) {
		try {
			return (published != null) ? Pem.certificates(new String(published.content(), StandardCharsets.US_ASCII))
					: List.of();
		}
		catch (InvalidCertificateException ex) {
			return List.of();
		}
	}

	/**
	 * Return whether the local CA may vouch for a certificate. Java does not look at the
	 * name constraints of a root, and that of mkcert has none.
	 * @param certificate the certificate of a server
	 * @return whether it is for local names alone
	 */
	@Override
	public boolean test(X509Certificate certificate) {
		try {
			Collection<List<?>> names = certificate.getSubjectAlternativeNames();
			if (names == null || names.isEmpty() || !names.stream().allMatch(LocalTrust::isLocal)) {
				return false;
			}
			// Without a DNS name the JDK takes the common name for one.
			return names.stream().anyMatch((name) -> name.get(0).equals(DNS_NAME))
					|| !certificate.getSubjectX500Principal().getName().contains("CN=");
		}
		catch (CertificateParsingException ex) {
			return false;
		}
	}

	private static boolean isLocal(List<?> name) {
		try {
			return (name.get(0).equals(DNS_NAME) || name.get(0).equals(IP_ADDRESS))
					&& LocalNames.include(Domain.parse(String.valueOf(name.get(1))));
		}
		catch (InvalidDomainException ex) {
			return false;
		}
	}

}
