package dev.autohttps.ssl;

import java.security.KeyPair;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.TestCertificates;
import org.junit.jupiter.api.Test;

import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class TrustSslBundleTests {

	private final List<X509Certificate> roots = new ArrayList<>();

	private final TrustSslBundle bundle = new TrustSslBundle(() -> List.copyOf(this.roots),
			(certificate) -> !certificate.equals(this.foreign));

	private X509Certificate foreign;

	@Test
	void aRootIsTrustedAsSoonAsItIsThere() {
		X509ExtendedTrustManager manager = manager();
		assertThatExceptionOfType(CertificateException.class).isThrownBy(() -> check(manager, "localhost"));
		this.roots.add(TestCertificates.root());
		assertThatNoException().isThrownBy(() -> check(manager, "localhost"));
		this.roots.clear();
		assertThatExceptionOfType(CertificateException.class).isThrownBy(() -> check(manager, "localhost"));
	}

	@Test
	void aRootVouchesOnlyForWhatItMay() {
		this.roots.add(TestCertificates.root());
		X509Certificate[] chain = chain("bank.test");
		assertThatNoException().isThrownBy(() -> manager().checkServerTrusted(chain, "UNKNOWN"));
		this.foreign = chain[0];
		assertThatExceptionOfType(CertificateException.class)
			.isThrownBy(() -> manager().checkServerTrusted(chain, "UNKNOWN"));
	}

	@Test
	void whatTheJdkTrustsIsTrusted() {
		X509Certificate[] jdk = TrustStores.manager(null).getAcceptedIssuers();
		assertThat(jdk).hasSizeGreaterThan(20);
		assertThat(manager().getAcceptedIssuers()).isEqualTo(jdk);
	}

	@Test
	void clientsAreNotVouchedFor() {
		this.roots.add(TestCertificates.root());
		assertThatExceptionOfType(CertificateException.class)
			.isThrownBy(() -> manager().checkClientTrusted(chain("localhost"), "EC"));
	}

	@Test
	void itsRootsAreInNoStoreWhereTheyWouldVouchForEverything() {
		this.roots.add(TestCertificates.root());
		assertThat(this.bundle.getStores()).isEqualTo(SslStoreBundle.NONE);
	}

	@Test
	void aBundleOfTheApplicationWithItsNameStays() {
		SslBundle other = SslBundle.of(null);
		DefaultSslBundleRegistry registry = new DefaultSslBundleRegistry(TrustSslBundle.NAME, other);
		this.bundle.registerBundles(registry);
		assertThat(registry.getBundle(TrustSslBundle.NAME)).isSameAs(other);
	}

	private X509ExtendedTrustManager manager() {
		TrustManager[] managers = this.bundle.getManagers().getTrustManagers();
		return (X509ExtendedTrustManager) managers[0];
	}

	private static void check(X509ExtendedTrustManager manager, String name) throws CertificateException {
		manager.checkServerTrusted(chain(name), "UNKNOWN");
	}

	private static X509Certificate[] chain(String name) {
		KeyPair key = KeyType.EC_P256.generate();
		Instant now = Instant.now();
		return TestCertificates.chain(key.getPublic(), now, now.plus(Duration.ofDays(1)), name)
			.toArray(X509Certificate[]::new);
	}

}
