package dev.autohttps.ssl;

import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.X509ExtendedKeyManager;

import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.Standing;
import dev.autohttps.certificate.TestCertificates;
import dev.autohttps.certificate.TestClock;
import dev.autohttps.certificate.TestSpecs;
import org.junit.jupiter.api.Test;
import org.springframework.boot.info.SslInfo;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CertificateSslBundlesTests {

	private final LiveCertificates live = new LiveCertificates(new TestClock());

	private final DefaultSslBundleRegistry registry = new DefaultSslBundleRegistry();

	private final CertificateSslBundles bundles = new CertificateSslBundles(this.live, List.of("shop", "mail"));

	@Test
	void aBundleIsRegisteredForEachNameBeforeAnythingIsServed() {
		this.bundles.registerBundles(this.registry);
		assertThat(this.registry.getBundleNames()).containsExactlyInAnyOrder("shop", "mail");
		SslBundle bundle = this.registry.getBundle("shop");
		assertThat(bundle.getStores().getKeyStore()).isNull();
		assertThat(keyManager(bundle).getServerAliases("EC", null)).isNull();
		assertThat(bundle).hasToString("SSL bundle of certificate 'shop'");
	}

	@Test
	void storesAndManagersOfAHeldBundleFollowASwap() throws Exception {
		this.bundles.registerBundles(this.registry);
		SslBundle held = this.registry.getBundle("shop");
		X509ExtendedKeyManager heldManager = keyManager(held);
		TlsHandshake server = new TlsHandshake(held.createSslContext());
		for (int i = 0; i < 3; i++) {
			ServerCertificate current = serve("shop", KeyType.EC_P256, "shop.example");
			serve("mail", KeyType.EC_P256, "mail.example");
			KeyStore keyStore = held.getStores().getKeyStore();
			assertThat(keyStore.getCertificate("shop")).isEqualTo(current.leaf());
			assertThat(keyStore.getKey("shop", new char[0])).isEqualTo(current.privateKey());
			assertThat(heldManager.chooseServerAlias("EC", null, null)).isEqualTo(current.alias());
			assertThat(server.leaf("TLSv1.3", "whatever.example")).isEqualTo(current.leaf());
		}
	}

	@Test
	void everyKeyTypeHasAnEntry() throws Exception {
		this.bundles.registerBundles(this.registry);
		ServerCertificate ec = serve("shop", KeyType.EC_P256, "shop.example");
		ServerCertificate rsa = serve("shop", KeyType.RSA_2048, "shop.example");
		KeyStore keyStore = this.registry.getBundle("shop").getStores().getKeyStore();
		assertThat(keyStore.size()).isEqualTo(2);
		assertThat(keyStore.getCertificate("shop")).isEqualTo(ec.leaf());
		assertThat(keyStore.getCertificate("shop-rsa-2048")).isEqualTo(rsa.leaf());
		assertThat(keyManager(this.registry.getBundle("shop")).chooseServerAlias("RSA", null, null))
			.isEqualTo(rsa.alias());
	}

	@Test
	void updateHandlersAreCalledForTheirNameOnly() {
		this.bundles.registerBundles(this.registry);
		List<SslBundle> updates = new ArrayList<>();
		this.registry.addBundleUpdateHandler("shop", updates::add);
		serve("mail", KeyType.EC_P256, "mail.example");
		serve("unknown", KeyType.EC_P256, "unknown.example");
		assertThat(updates).isEmpty();
		ServerCertificate shop = serve("shop", KeyType.EC_P256, "shop.example");
		assertThat(updates).singleElement()
			.satisfies((bundle) -> assertThat(bundle.getStores().getKeyStore().getCertificate("shop"))
				.isEqualTo(shop.leaf()));
	}

	@Test
	void aHandlerThatThrowsDoesNoHarm() {
		this.bundles.registerBundles(this.registry);
		this.registry.addBundleUpdateHandler("shop", (bundle) -> {
			throw new IllegalStateException("handler");
		});
		ServerCertificate shop = serve("shop", KeyType.EC_P256, "shop.example");
		assertThat(this.live.current().find("shop.example")).extracting((one) -> one.certificate())
			.containsExactly(shop);
		assertThat(keyManager(this.registry.getBundle("shop")).getServerAliases("EC", null))
			.containsExactly(shop.alias());
	}

	@Test
	void aNameThatIsTakenIsSaid() {
		this.registry.registerBundle("shop", SslBundle.of(null));
		assertThatExceptionOfType(BundleNameTakenException.class)
			.isThrownBy(() -> this.bundles.registerBundles(this.registry))
			.withMessageContaining("'shop'")
			.satisfies((ex) -> assertThat(ex.getName()).isEqualTo("shop"));
	}

	@Test
	void viewersSeeTheCurrentCertificate() {
		this.bundles.registerBundles(this.registry);
		serve("mail", KeyType.EC_P256, "mail.example");
		SslInfo info = new SslInfo(this.registry);
		for (int i = 0; i < 2; i++) {
			ServerCertificate shop = serve("shop", KeyType.EC_P256, "shop.example");
			assertThat(info.getBundle("shop").getCertificateChains()).singleElement().satisfies((chain) -> {
				assertThat(chain.getAlias()).isEqualTo("shop");
				assertThat(chain.getCertificates()).hasSize(2);
				assertThat(chain.getCertificates().get(0).getSerialNumber()).isEqualToIgnoringCase(shop.serial());
			});
		}
	}

	@Test
	void viewersSeeNothingWhereNothingIsServed() {
		this.bundles.registerBundles(this.registry);
		assertThat(new SslInfo(this.registry).getBundles()).hasSize(2)
			.allSatisfy((bundle) -> assertThat(bundle.getCertificateChains()).isEmpty());
	}

	@Test
	void whatIsRemovedLeavesAnEmptyBundle() {
		this.bundles.registerBundles(this.registry);
		serve("shop", KeyType.EC_P256, "shop.example");
		this.live.remove(TestSpecs.of("shop.example").id());
		assertThat(this.registry.getBundle("shop").getStores().getKeyStore()).isNull();
	}

	@Test
	void otherBundlesAreSeenWithoutThoseThatAreKept() {
		SslBundle own = SslBundle.of(null);
		this.registry.registerBundle("own", own);
		this.bundles.registerBundles(this.registry);
		OtherSslBundles others = new OtherSslBundles(this.registry, List.of("shop", "mail"));
		assertThat(others.getBundleNames()).containsExactly("own");
		assertThat(others.getBundle("own")).isSameAs(own);
		List<SslBundle> updates = new ArrayList<>();
		others.addBundleUpdateHandler("own", updates::add);
		this.registry.updateBundle("own", own);
		assertThat(updates).containsExactly(own);
	}

	@Test
	void otherBundlesThatAreRegisteredLaterAreToldOfWithoutThoseThatAreKept() {
		OtherSslBundles others = new OtherSslBundles(this.registry, List.of("shop", "mail"));
		List<String> told = new ArrayList<>();
		others.addBundleRegisterHandler((name, bundle) -> told.add(name));
		this.bundles.registerBundles(this.registry);
		this.registry.registerBundle("own", SslBundle.of(null));
		assertThat(told).containsExactly("own");
	}

	@Test
	void theBundleOfAServerIsInARegistryOfItsOwn() {
		serve("shop", KeyType.EC_P256, "shop.example");
		this.live.setDefault("shop");
		SslOptions options = SslOptions.of(null, new String[] { "TLSv1.3" });
		ServerTls server = new ServerTls(new SniKeyManager(this.live), new NoClientCertificates(), options, null);
		SslBundle bundle = server.registry().getBundle(ServerTls.BUNDLE);
		assertThat(server.registry().getBundleNames()).containsExactly(ServerTls.BUNDLE);
		assertThat(bundle.getOptions()).isEqualTo(options);
		assertThat(keyManager(bundle)).isSameAs(server.keyManager());
	}

	private ServerCertificate serve(String name, KeyType keyType, String... names) {
		ServerCertificate certificate = TestCertificates.of(keyType, names);
		this.live.replace(TestSpecs.live(name, keyType, certificate, Standing.PRODUCTION));
		return certificate;
	}

	private static X509ExtendedKeyManager keyManager(SslBundle bundle) {
		return (X509ExtendedKeyManager) bundle.getManagers().getKeyManagers()[0];
	}

}
