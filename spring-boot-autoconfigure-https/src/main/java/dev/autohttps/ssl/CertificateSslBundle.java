package dev.autohttps.ssl;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;

import dev.autohttps.certificate.LiveCertificate;
import dev.autohttps.certificate.LiveCertificates;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;

/**
 * A certificate as a Spring SSL bundle, whose both sides follow what is served: the
 * stores that servers and viewers copy from, and the managers that ask anew at each
 * handshake.
 */
final class CertificateSslBundle implements SslBundle {

	private static final String PASSWORD = "";

	/**
	 * It never leaves this process. A PKCS12 store would derive a key out of the empty
	 * password for each entry, which is a tenth of a second at each start and each look.
	 */
	private static final String TYPE = "JKS";

	private final LiveCertificates live;

	private final String name;

	private final SslManagerBundle managers;

	CertificateSslBundle(LiveCertificates live, String name) {
		this.live = live;
		this.name = name;
		this.managers = new LiveSslManagerBundle(new BundleKeyManager(live, name));
	}

	@Override
	public SslStoreBundle getStores() {
		List<LiveCertificate> certificates = this.live.current().named(this.name);
		return certificates.isEmpty() ? SslStoreBundle.NONE : SslStoreBundle.of(keyStore(certificates), PASSWORD, null);
	}

	@Override
	public SslBundleKey getKey() {
		return SslBundleKey.NONE;
	}

	@Override
	public SslOptions getOptions() {
		return SslOptions.NONE;
	}

	@Override
	public String getProtocol() {
		return DEFAULT_PROTOCOL;
	}

	@Override
	public SslManagerBundle getManagers() {
		return this.managers;
	}

	/**
	 * The first entry has the bundle's name, further key types add theirs to it.
	 */
	private @Nullable KeyStore keyStore(List<LiveCertificate> certificates) {
		try {
			KeyStore keyStore = KeyStore.getInstance(TYPE);
			keyStore.load(null, null);
			for (LiveCertificate one : certificates) {
				String alias = keyStore.containsAlias(this.name) ? this.name + "-" + one.id().keyType().id()
						: this.name;
				keyStore.setKeyEntry(alias, one.certificate().privateKey(), PASSWORD.toCharArray(),
						one.certificate().sharedChain());
			}
			return keyStore;
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException("Certificate '" + this.name + "' does not fit into a key store", ex);
		}
	}

	@Override
	public String toString() {
		return "SSL bundle of certificate '" + this.name + "'";
	}

}
