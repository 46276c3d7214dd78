package dev.autohttps.local;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.Pem;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.TestCertificates;
import dev.autohttps.certificate.TestSpecs;
import dev.autohttps.certificate.TestStore;
import dev.autohttps.test.EnabledIfProgram;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class MkcertRootTests {

	private static final Duration VALIDITY = Duration.ofDays(7);

	@TempDir
	private Path directory;

	private final TestStore store = new TestStore();

	@Test
	@EnabledIfProgram("mkcert")
	void theRootThatMkcertMadeSigns(CapturedOutput output) throws Exception {
		mkcert();
		ServerCertificate root = ServerCertificate
			.parse(Files.readString(this.directory.resolve("rootCA-key.pem")) + certificate());
		X509Certificate leaf = issue();
		leaf.verify(root.leaf().getPublicKey());
		assertThat(leaf.getIssuerX500Principal()).isEqualTo(root.leaf().getSubjectX500Principal());
		assertThat(this.store.list("")).containsExactly("local/root.crt");
		assertThat(trusted()).isEqualTo(root.leaf());
		assertThat(output).contains("The local CA of mkcert (" + this.directory + ") serves this application");
	}

	@Test
	@EnabledIfProgram({ "mkcert", "openssl" })
	void openSslTrustsWhatIsSignedByIt() throws Exception {
		mkcert();
		Path leaf = Files.writeString(this.directory.resolve("leaf.pem"), Pem.encode(List.of(issue())));
		assertThat(run("openssl", "verify", "-x509_strict", "-purpose", "sslserver", "-verify_hostname", "shop.test",
				"-CAfile", "rootCA.pem", leaf.toString()))
			.contains("leaf.pem: OK");
	}

	@Test
	@EnabledIfProgram("mkcert")
	void whoHasHadARootOfOursGetsACertificateThatBrowsersTrust() throws Exception {
		Issuance former = advance(issuer());
		mkcert();
		LocalCertificateIssuer next = issuer();
		assertThat(next.accepts(ServerCertificate.of(former.key().getPrivate(), former.chain()))).isFalse();
		issue(next).verify(trusted().getPublicKey());
		assertThat(trusted()).isEqualTo(Pem.certificates(certificate()).get(0));
		assertThat(this.store.list("local")).contains("local/root.pem");
	}

	@Test
	void whoServesUnderTheOtherRootIsStillTrusted() throws Exception {
		X509Certificate ours = issue();
		ServerCertificate root = root(Instant.now().minusSeconds(60), Instant.now().plus(Duration.ofDays(30)), "Other");
		issue();
		List<X509Certificate> trusted = new LocalTrust(() -> this.store).get();
		assertThat(trusted).hasSize(2).first().isEqualTo(root.leaf());
		ours.verify(trusted.get(1).getPublicKey());
	}

	@Test
	void theCertificatesOfTheTwoRootsNeverMeetInAStore() throws Exception {
		LocalCertificateIssuer ours = issuer();
		root(Instant.now().minusSeconds(60), Instant.now().plus(Duration.ofDays(30)));
		assertThat(issuer().id()).isEqualTo("mkcert").isNotEqualTo(ours.id());
		assertThat(new LocalCertificateIssuer(this.store, null, VALIDITY, InstantSource.system()).id())
			.isEqualTo(ours.id())
			.isEqualTo("local");
	}

	@Test
	void withoutOneARootOfOursSigns(CapturedOutput output) throws Exception {
		issue();
		assertThat(this.store.list("local")).containsExactly("local/root.crt", "local/root.pem");
		assertThat(output).contains("A local CA was made").doesNotContain("mkcert");
	}

	@Test
	void aRootWithoutItsKeyIsNotUsed() throws Exception {
		Files.writeString(this.directory.resolve("rootCA.pem"), "whatever");
		issue();
		assertThat(this.store.list("local")).contains("local/root.pem");
	}

	@Test
	void aGarbledRootIsSaidAndNotUsed(CapturedOutput output) throws Exception {
		Files.writeString(this.directory.resolve("rootCA.pem"), "no certificate");
		Files.writeString(this.directory.resolve("rootCA-key.pem"), "secret");
		issue();
		assertThat(this.store.list("local")).contains("local/root.pem");
		assertThat(output).contains("The root of mkcert in " + this.directory + " is not used, but one of our own: ")
			.contains("https.local.mkcert=false")
			.doesNotContain("secret");
	}

	@Test
	void aRootThatEndsBeforeItsCertificatesDoIsSaidAndNotUsed(CapturedOutput output) throws Exception {
		Instant now = Instant.now();
		ServerCertificate root = root(now.minus(VALIDITY), now.plus(Duration.ofDays(3)));
		issue();
		assertThat(trusted()).isNotEqualTo(root.leaf());
		assertThat(output).contains("it is valid until " + root.notAfter() + " only");
	}

	@Test
	void whatIsNoCaIsNotUsed(CapturedOutput output) throws Exception {
		write(TestCertificates.of("localhost"));
		issue();
		assertThat(output).contains("it is no CA");
	}

	private X509Certificate issue() throws Exception {
		return issue(issuer());
	}

	private static X509Certificate issue(LocalCertificateIssuer issuer) throws Exception {
		return advance(issuer).chain().get(0);
	}

	private static Issuance advance(LocalCertificateIssuer issuer) throws Exception {
		return issuer.advance(Issuance.begin(TestSpecs.of("localhost", "shop.test"), Instant.now()));
	}

	private LocalCertificateIssuer issuer() {
		return new LocalCertificateIssuer(this.store, this.directory, VALIDITY, InstantSource.system());
	}

	private ServerCertificate root(Instant notBefore, Instant notAfter) throws Exception {
		return root(notBefore, notAfter, "mkcert");
	}

	private ServerCertificate root(Instant notBefore, Instant notAfter, String name) throws Exception {
		KeyPair key = KeyType.EC_P256.generate();
		X500Name subject = new X500Name("CN=" + name);
		X509Certificate certificate = new X509(subject, subject, key.getPublic(), notBefore, notAfter)
			.with(Extension.basicConstraints, true, new BasicConstraints(0))
			.sign(key.getPrivate());
		ServerCertificate root = ServerCertificate.of(key.getPrivate(), List.of(certificate));
		write(root);
		return root;
	}

	private void write(ServerCertificate root) throws Exception {
		Files.writeString(this.directory.resolve("rootCA.pem"), Pem.encode(List.of(root.leaf())));
		Files.writeString(this.directory.resolve("rootCA-key.pem"), Pem.encode(root.privateKey()));
	}

	private X509Certificate trusted() throws Exception {
		return Pem.certificates(new String(this.store.load("local/root.crt").content(), StandardCharsets.US_ASCII))
			.get(0);
	}

	private String certificate() throws Exception {
		return Files.readString(this.directory.resolve("rootCA.pem"));
	}

	/**
	 * With files for the certificate mkcert makes its root, and touches nobody's trust.
	 */
	private void mkcert() throws Exception {
		run("mkcert", "-cert-file", "one.pem", "-key-file", "one-key.pem", "localhost");
		assertThat(this.directory.resolve("rootCA-key.pem")).exists();
	}

	private String run(String... command) throws Exception {
		ProcessBuilder builder = new ProcessBuilder(command).directory(this.directory.toFile())
			.redirectErrorStream(true)
			.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
		builder.environment().put("CAROOT", this.directory.toString());
		Process process = builder.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).as(output).isZero();
		return output;
	}

}
