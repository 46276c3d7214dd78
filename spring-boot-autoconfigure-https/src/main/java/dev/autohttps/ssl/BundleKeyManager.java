package dev.autohttps.ssl;

import java.util.List;

import javax.net.ssl.SSLSession;

import dev.autohttps.certificate.CertificateIndex;
import dev.autohttps.certificate.LiveCertificate;
import dev.autohttps.certificate.LiveCertificates;
import org.jspecify.annotations.Nullable;

/**
 * The key manager of one SSL bundle: gives that one's certificate, whatever was asked
 * for.
 */
final class BundleKeyManager extends LiveKeyManager {

	private final String name;

	BundleKeyManager(LiveCertificates live, String name) {
		this(live, name, null);
	}

	BundleKeyManager(LiveCertificates live, String name, @Nullable ChallengeCertificates challenges) {
		super(live, challenges);
		this.name = name;
	}

	@Override
	List<LiveCertificate> candidates(CertificateIndex index, @Nullable SSLSession session) {
		return index.named(this.name);
	}

}
