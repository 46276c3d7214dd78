package dev.autohttps.ssl;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

import org.jspecify.annotations.Nullable;

/**
 * Trusts what the JDK trusts, and servers that further roots vouch for. Names are checked
 * by the JDK either way.
 */
final class MoreTrustManager extends X509ExtendedTrustManager {

	private final Supplier<List<X509Certificate>> roots;

	private final Predicate<X509Certificate> mayVouchFor;

	private volatile @Nullable X509ExtendedTrustManager jdk;

	private volatile @Nullable Known known;

	MoreTrustManager(Supplier<List<X509Certificate>> roots, Predicate<X509Certificate> mayVouchFor) {
		this.roots = roots;
		this.mayVouchFor = mayVouchFor;
	}

	@Override
	public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
		check(chain, (manager) -> manager.checkServerTrusted(chain, authType));
	}

	@Override
	public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
			throws CertificateException {
		check(chain, (manager) -> manager.checkServerTrusted(chain, authType, socket));
	}

	@Override
	public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
			throws CertificateException {
		check(chain, (manager) -> manager.checkServerTrusted(chain, authType, engine));
	}

	@Override
	public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
		jdk().checkClientTrusted(chain, authType);
	}

	@Override
	public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
			throws CertificateException {
		jdk().checkClientTrusted(chain, authType, socket);
	}

	@Override
	public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
			throws CertificateException {
		jdk().checkClientTrusted(chain, authType, engine);
	}

	@Override
	public X509Certificate[] getAcceptedIssuers() {
		return jdk().getAcceptedIssuers();
	}

	private void check(X509Certificate[] chain, Check check) throws CertificateException {
		try {
			check.with(jdk());
		}
		catch (CertificateException ex) {
			List<X509Certificate> further = (chain.length > 0 && this.mayVouchFor.test(chain[0])) ? this.roots.get()
					: List.of();
			if (further.isEmpty()) {
				throw ex;
			}
			check.with(manager(further));
		}
	}

	private X509ExtendedTrustManager jdk() {
		X509ExtendedTrustManager current = this.jdk;
		if (current == null) {
			current = TrustStores.manager(null);
			this.jdk = current;
		}
		return current;
	}

	private X509ExtendedTrustManager manager(List<X509Certificate> further) {
		Known current = this.known;
		if (current == null || !current.roots().equals(further)) {
			current = new Known(further, TrustStores.manager(TrustStores.of(further)));
			this.known = current;
		}
		return current.manager();
	}

	private interface Check {

		void with(X509ExtendedTrustManager manager) throws CertificateException;

	}

	/**
	 * Further roots with the manager that was made for them.
	 */
	private record Known(List<X509Certificate> roots, X509ExtendedTrustManager manager) {

	}

}
