package dev.autohttps.ssl;

import java.util.List;

import javax.net.ssl.SSLSession;

import dev.autohttps.certificate.CertificateIndex;
import dev.autohttps.certificate.LiveCertificate;
import dev.autohttps.certificate.LiveCertificates;
import org.jspecify.annotations.Nullable;

/**
 * The key manager of a server: gives the certificate of the name that the client asks for
 * (RFC 6066 section 3), else the default one.
 */
public final class SniKeyManager extends LiveKeyManager {

	/**
	 * Since JDK 25 a session ticket does not carry the server's chain any more
	 * (JDK-8357033). To accept one, JSSE asks for the certificate before it has read
	 * which name the client wants, so only the default one's can be accepted.
	 */
	private static final boolean TICKETS_WITHOUT_CHAIN = Runtime.version().feature() >= 25;

	private static final String KEPT = SniKeyManager.class.getName();

	/**
	 * Create a new key manager.
	 * @param live what is served
	 */
	public SniKeyManager(LiveCertificates live) {
		this(live, null);
	}

	/**
	 * Create a new key manager.
	 * @param live what is served
	 * @param challenges what a CA is shown that asks, or {@code null} for nothing
	 */
	public SniKeyManager(LiveCertificates live, @Nullable ChallengeCertificates challenges) {
		super(live, challenges);
	}

	@Override
	List<LiveCertificate> candidates(CertificateIndex index, @Nullable SSLSession session) {
		if (session == null) {
			return index.defaults();
		}
		List<LiveCertificate> found = index.find(serverName(session));
		if (TICKETS_WITHOUT_CHAIN && !index.isDefault(found)) {
			// A session that has a value is kept in the server's cache, chain and all, in
			// place of being sent away as a ticket.
			session.putValue(KEPT, Boolean.TRUE);
		}
		return found;
	}

}
