package dev.autohttps.renewal;

import java.util.List;

/**
 * The certificates that are kept: the configured ones, and those that the application
 * adds while it runs, say for the domains of its customers. What is added is obtained,
 * stored, served by SNI and renewed as what is configured is, without a restart and
 * without touching a connection that is open.
 * <p>
 * The application owns the list: after a restart it adds its names again, best before the
 * ports are open (when the beans are made, or in a {@code SmartInitializingSingleton}),
 * so that nobody sees a placeholder. What was obtained for them is in the store and is
 * served at once; no CA is asked for it again. Names that are added have no SSL bundle,
 * since Spring Boot cannot take one back.
 * <p>
 * All methods may be called from any thread; none of them waits for a CA.
 */
public interface CertificateRegistry {

	/**
	 * Keep a certificate from now on. When this returns, and the application has started,
	 * what the store has for its names is served, or a placeholder if there is nothing
	 * yet; the CA is asked after that, in the background. {@link CertificateIssued} and
	 * {@link CertificateFailed} tell how it goes.
	 * @param request what is wanted
	 * @return {@code true} if it was added, {@code false} if the same is kept already
	 * @throws IllegalArgumentException if another certificate has its name or one of its
	 * domains, or if it cannot be obtained for a reason that is known already; nothing
	 * has changed then
	 * @throws dev.autohttps.certificate.StoreException if the store cannot be read, or
	 * cannot be written although something must be obtained; nothing has changed then
	 */
	boolean add(CertificateRequest request);

	/**
	 * Keep a certificate no longer: it is not served to new connections and not renewed.
	 * Connections that are open stay. It stays in the store, and an order that is under
	 * way is gone on with if the same is added again.
	 * @param name the name under which it was added
	 * @return {@code true} if it was removed, {@code false} if the name is not known
	 * @throws IllegalArgumentException if it is one of the configured certificates, which
	 * are there as long as the application runs
	 */
	boolean remove(String name);

	/**
	 * Return how it stands with all certificates, configured or added.
	 * @return one status for each name and key type
	 */
	List<CertificateStatus> list();

}
