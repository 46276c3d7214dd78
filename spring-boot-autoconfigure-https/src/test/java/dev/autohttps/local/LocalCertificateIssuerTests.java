package dev.autohttps.local;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import javax.security.auth.x500.X500Principal;

import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.Issuance.Step;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.Pem;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.Standing;
import dev.autohttps.certificate.Store;
import dev.autohttps.certificate.StoreException;
import dev.autohttps.certificate.TestCertificates;
import dev.autohttps.certificate.TestClock;
import dev.autohttps.certificate.TestSpecs;
import dev.autohttps.certificate.TestStore;
import dev.autohttps.store.file.FileStore;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LocalCertificateIssuerTests {

	private static final Duration VALIDITY = Duration.ofDays(30);

	private final TestClock clock = new TestClock();

	private final TestStore store = new TestStore();

	private final LocalCertificateIssuer issuer = new LocalCertificateIssuer(this.store, null, VALIDITY, this.clock);

	@ParameterizedTest
	@EnumSource(names = { "EC_P256", "EC_P384", "RSA_2048" })
	void aCertificateIsIssuedAtOnceAndTrustedByWhoTrustsTheRoot(KeyType keyType) throws Exception {
		CertificateSpec spec = TestSpecs.of("shop", keyType, "localhost", "*.shop.test", "127.0.0.1", "::1",
				"192.168.1.2", "fd00::1", "nas.local");
		Issuance issued = this.issuer.advance(Issuance.begin(spec, this.clock.instant()));
		assertThat(issued.step()).isEqualTo(Step.ISSUED);
		ServerCertificate certificate = ServerCertificate.of(issued.key().getPrivate(), issued.chain());
		assertThat(certificate.names()).isEqualTo(spec.domains().names());
		assertThat(certificate.notBefore()).isEqualTo(this.clock.instant().minus(Duration.ofHours(1)));
		assertThat(certificate.lifetime()).isEqualTo(VALIDITY);
		assertThat(certificate.leaf().getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
		validate(this.store, certificate.leaf());
	}

	@Test
	void itSaysWhatItIs() {
		assertThat(this.issuer.id()).isEqualTo("local");
		assertThat(this.issuer.isImmediate()).isTrue();
		assertThat(this.issuer.standing()).isEqualTo(Standing.TRIAL);
		assertThat(this.issuer.description()).isEqualTo("local CA");
	}

	@ParameterizedTest
	@ValueSource(strings = { "bank.com", "*.bank.com", "localhost.com", "8.8.8.8", "2001:4860:4860::8888" })
	void aPublicNameThatIsSignedByTheRootAllTheSameIsNotTrusted(String name) throws Exception {
		issue("localhost");
		ServerCertificate root = root(this.store);
		KeyPair key = KeyType.EC_P256.generate();
		X509Certificate forged = TestCertificates.signedBy(new JcaX509CertificateHolder(root.leaf()).getSubject(),
				root.privateKey(), key.getPublic(), this.clock.instant(), this.clock.instant().plus(VALIDITY), name);
		assertThatExceptionOfType(CertPathValidatorException.class).isThrownBy(() -> validate(this.store, forged))
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(PKIXReason.INVALID_NAME));
	}

	@Test
	void aPublicNameIsRefusedInWords() {
		assertThatExceptionOfType(IssuanceException.class).isThrownBy(() -> issue("localhost", "shop.com", "8.8.8.8"))
			.withMessageContaining("[shop.com, 8.8.8.8]")
			.withMessageContaining("localhost")
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(FailureKind.ACTION_REQUIRED))
			.satisfies((ex) -> assertThat(ex.isOrderSpoiled()).isTrue());
		assertThat(this.store.list("")).isEmpty();
	}

	@Test
	void theRootIsKeptWithItsKeyAndAloneForThoseWhoTrustIt() throws Exception {
		issue("localhost");
		X509Certificate root = root(this.store).leaf();
		assertThat(Pem.certificates(content("local/root.crt"))).containsExactly(root);
		assertThat(content("local/root.crt")).doesNotContain("PRIVATE");
		assertThat(root.getBasicConstraints()).isZero();
		assertThat(root.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
		assertThat(root.getNotBefore()).isBefore(Date.from(this.clock.instant()));
		assertThat(root.getCriticalExtensionOIDs()).contains("2.5.29.30");
		assertThat(root.getNotAfter().toInstant()).isAfter(this.clock.instant().plus(Duration.ofDays(3000)));
	}

	@Test
	void theRootIsSharedByThoseWhoShareTheStore() throws Exception {
		X509Certificate first = issue("localhost");
		LocalCertificateIssuer other = new LocalCertificateIssuer(this.store.another(), null, VALIDITY, this.clock);
		X509Certificate second = issue(other, "shop.test");
		validate(this.store, first);
		validate(this.store, second);
		assertThat(this.store.list("local")).containsExactly("local/root.crt", "local/root.pem");
	}

	@Test
	void theRootIsSharedByThoseWhoMakeItAtTheSameMoment(@TempDir Path directory) throws Exception {
		for (int round = 0; round < 5; round++) {
			Path shared = directory.resolve("store" + round);
			ExecutorService executor = Executors.newFixedThreadPool(4);
			List<Callable<X509Certificate>> tasks = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				LocalCertificateIssuer one = new LocalCertificateIssuer(new FileStore(shared), null, VALIDITY,
						this.clock);
				tasks.add(() -> issue(one, "localhost"));
			}
			for (Future<X509Certificate> leaf : executor.invokeAll(tasks)) {
				validate(new FileStore(shared), leaf.get());
			}
			executor.shutdown();
		}
	}

	@Test
	void aGarbledRootIsSetAsideAndMadeAnew() throws Exception {
		issue("localhost");
		this.store.put("local/root.pem", "garbage".getBytes(StandardCharsets.US_ASCII));
		LocalCertificateIssuer next = new LocalCertificateIssuer(this.store, null, VALIDITY, this.clock);
		validate(this.store, issue(next, "localhost"));
		assertThat(this.store.list("set-aside")).singleElement()
			.satisfies((key) -> assertThat(content(key)).isEqualTo("garbage"));
	}

	@Test
	void aGarbledRootThatCannotBeSetAsideIsLeftAsItIs() throws Exception {
		issue("localhost");
		this.store.put("local/root.pem", "garbage".getBytes(StandardCharsets.US_ASCII));
		this.store.breakOn((operation) -> operation.startsWith("save set-aside/"));
		LocalCertificateIssuer next = new LocalCertificateIssuer(this.store, null, VALIDITY, this.clock);
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> issue(next, "localhost"))
			.withMessageContaining("local/root.pem")
			.withMessageContaining("cannot be used, and not be set aside either");
		assertThat(content("local/root.pem")).isEqualTo("garbage");
		this.store.mend();
		validate(this.store, issue(next, "localhost"));
	}

	@Test
	void theCertificateForThoseWhoTrustItComesBackIfItIsLost() throws Exception {
		issue("localhost");
		this.store.remove("local/root.crt");
		LocalCertificateIssuer next = new LocalCertificateIssuer(this.store, null, VALIDITY, this.clock);
		validate(this.store, issue(next, "localhost"));
	}

	@Test
	void aRootThatEndsTooSoonIsReplaced() throws Exception {
		issue("localhost");
		ServerCertificate former = root(this.store);
		this.clock.advance(Duration.ofDays(3640));
		X509Certificate leaf = issue("localhost");
		assertThat(root(this.store)).isNotEqualTo(former);
		validate(this.store, leaf);
	}

	private X509Certificate issue(String... names) throws IssuanceException {
		return issue(this.issuer, names);
	}

	private X509Certificate issue(LocalCertificateIssuer by, String... names) throws IssuanceException {
		return by.advance(Issuance.begin(TestSpecs.of(names), this.clock.instant())).chain().get(0);
	}

	/**
	 * The JDK does not look at the constraints of a trust anchor, as OpenSSL and the
	 * browsers do. So the root is cross-signed by another, which is trusted in its place.
	 */
	private void validate(Store trusted, X509Certificate leaf) throws Exception {
		String pem = new String(trusted.load("local/root.crt").content(), StandardCharsets.US_ASCII);
		X509Certificate root = Pem.certificates(pem).get(0);
		KeyPair anchorKey = KeyType.EC_P256.generate();
		X500Name anchorName = new X500Name("CN=Anchor");
		X509 crossSigned = new X509(anchorName, new JcaX509CertificateHolder(root).getSubject(), root.getPublicKey(),
				root.getNotBefore().toInstant(), root.getNotAfter().toInstant());
		Extensions extensions = new JcaX509CertificateHolder(root).getExtensions();
		for (ASN1ObjectIdentifier oid : extensions.getExtensionOIDs()) {
			Extension extension = extensions.getExtension(oid);
			crossSigned.with(oid, extension.isCritical(), extension.getParsedValue());
		}
		TrustAnchor anchor = new TrustAnchor(new X500Principal("CN=Anchor"), anchorKey.getPublic(), null);
		PKIXParameters parameters = new PKIXParameters(Set.of(anchor));
		parameters.setRevocationEnabled(false);
		parameters.setDate(Date.from(this.clock.instant().plusSeconds(60)));
		CertPath path = CertificateFactory.getInstance("X.509")
			.generateCertPath(List.of(leaf, crossSigned.sign(anchorKey.getPrivate())));
		CertPathValidator.getInstance("PKIX").validate(path, parameters);
	}

	private static ServerCertificate root(Store store) throws Exception {
		return ServerCertificate.parse(new String(store.load("local/root.pem").content(), StandardCharsets.US_ASCII));
	}

	private String content(String key) {
		return new String(this.store.load(key).content(), StandardCharsets.US_ASCII);
	}

}
