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
	 * Create a new key manager.
	 * @param live what is served
	 */
	public SniKeyManager(LiveCertificates live) {
		super(live);
	}

	@Override
	List<LiveCertificate> candidates(CertificateIndex index, @Nullable SSLSession session) {
		return (session != null) ? index.find(serverName(session)) : index.defaults();
	}

}
