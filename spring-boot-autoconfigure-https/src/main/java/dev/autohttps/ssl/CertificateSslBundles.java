package dev.autohttps.ssl;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

import dev.autohttps.certificate.CertificateId;
import dev.autohttps.certificate.LiveCertificates;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;

/**
 * Registers a Spring SSL bundle for each certificate, and says so to all who hold one
 * when its certificate changes. Registering does no I/O, since it happens while the beans
 * that a store may need are still in the making.
 */
public final class CertificateSslBundles implements SslBundleRegistrar {

	private static final Log logger = LogFactory.getLog(CertificateSslBundles.class);

	private final LiveCertificates live;

	private final Set<String> names;

	private volatile @Nullable SslBundleRegistry registry;

	/**
	 * Create a new registrar.
	 * @param live what is served
	 * @param names the configured names of the certificates
	 */
	public CertificateSslBundles(LiveCertificates live, Collection<String> names) {
		this.live = live;
		this.names = new TreeSet<>(names);
	}

	@Override
	public void registerBundles(SslBundleRegistry registry) {
		for (String name : this.names) {
			try {
				registry.registerBundle(name, new CertificateSslBundle(this.live, name));
			}
			catch (IllegalStateException ex) {
				throw new BundleNameTakenException(name, ex);
			}
			if (registry instanceof SslBundles bundles) {
				// With nobody to tell, Boot warns at each update that somebody may have
				// missed it. Nobody does: what the managers give is always current.
				bundles.addBundleUpdateHandler(name, (bundle) -> {
				});
			}
		}
		this.registry = registry;
		this.live.onChange(this::update);
	}

	private void update(CertificateId id) {
		SslBundleRegistry current = this.registry;
		if (current == null || !this.names.contains(id.name())) {
			return;
		}
		try {
			current.updateBundle(id.name(), new CertificateSslBundle(this.live, id.name()));
		}
		catch (RuntimeException ex) {
			logger.warn("A component that uses the SSL bundle '" + id.name()
					+ "' did not take the new certificate; those after it were not told either", ex);
		}
	}

}
