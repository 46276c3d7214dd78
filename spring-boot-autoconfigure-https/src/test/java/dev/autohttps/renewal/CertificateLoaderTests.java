package dev.autohttps.renewal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.autohttps.certificate.Preflight;
import dev.autohttps.certificate.CertificateIssuer;
import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.Domains;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.KeyType;
import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.certificate.OfferedAnswers;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.Standing;
import dev.autohttps.certificate.StoreException;
import dev.autohttps.certificate.TestCertificates;
import dev.autohttps.certificate.TestClock;
import dev.autohttps.certificate.TestSpecs;
import dev.autohttps.certificate.TestStore;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CertificateLoaderTests {

	private final TestClock clock = new TestClock();

	private final TestStore store = new TestStore();

	private final TestIssuer issuer = new TestIssuer(this.clock);

	private final LiveCertificates live = new LiveCertificates(this.clock);

	private final CertificateSpec shop = TestSpecs.of("shop.example");

	private final Map<CertificateSpec, List<IssuerChoice>> wanted = new LinkedHashMap<>(
			Map.of(this.shop, List.of(IssuerChoice.of(this.issuer))));

	private final List<Object> events = new ArrayList<>();

	@Test
	void aPlaceholderIsServedWhereNothingIsStored() {
		CertificateLoader loader = loader();
		assertThat(loader.isRunning()).isFalse();
		loader.start();
		assertThat(loader.isRunning()).isTrue();
		assertThat(this.live.current().get(this.shop.id()).isPlaceholder()).isTrue();
		assertThat(this.issuer.asked).isEmpty();
		assertThat(this.store.list("")).isEmpty();
	}

	@Test
	void whatIsStoredIsServedEvenIfNothingCanBeWritten() {
		KeeperFixture first = KeeperFixture.start(this.store, this.issuer, this.clock);
		first.run();
		this.store.breakOn((operation) -> !operation.startsWith("load "));
		loader().start();
		assertThat(this.live.current().get(this.shop.id())).isEqualTo(first.served());
	}

	@Test
	void aStoreThatCannotBeWrittenEndsTheStartIfAnythingMustBeObtained() {
		this.store.breakOn((operation) -> operation.startsWith("save "));
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> loader().start())
			.withMessageContaining("Cannot save");
	}

	@Test
	void anImmediateIssuerIsAskedAtOnce() {
		this.issuer.immediate = true;
		loader().start();
		assertThat(this.live.current().get(this.shop.id()).standing()).isEqualTo(Standing.PRODUCTION);
		assertThat(this.events).singleElement().isInstanceOf(CertificateIssued.class);
	}

	@Test
	void aPlaceholderIsServedIfAnImmediateIssuerFails() {
		this.issuer.immediate = true;
		this.issuer.thenFail(FailureKind.ACTION_REQUIRED, true);
		loader().start();
		assertThat(this.live.current().get(this.shop.id()).isPlaceholder()).isTrue();
		assertThat(this.events).singleElement().isInstanceOf(CertificateFailed.class);
	}

	@Test
	void anImmediateIssuerThatWaitsDoesNotHoldUpTheStart() {
		this.issuer.immediate = true;
		for (int i = 0; i < 100; i++) {
			this.issuer.then((issuance) -> issuance);
		}
		loader().start();
		assertThat(this.live.current().get(this.shop.id()).isPlaceholder()).isTrue();
		assertThat(this.issuer.asked).hasSizeLessThan(20);
	}

	@Test
	void oneFailureDoesNotKeepTheOthersFromTheirs() {
		TestIssuer immediate = new TestIssuer(this.clock);
		immediate.immediate = true;
		immediate.then((issuance) -> {
			throw new IllegalStateException("oops");
		});
		CertificateSpec first = TestSpecs.of("first", KeyType.EC_P256, "first.example");
		CertificateSpec second = TestSpecs.of("second", KeyType.EC_P256, "second.example");
		this.wanted.clear();
		this.wanted.put(first, List.of(IssuerChoice.of(immediate)));
		this.wanted.put(second, List.of(IssuerChoice.of(immediate)));
		loader().start();
		assertThat(this.live.current().get(first.id()).isPlaceholder()).isTrue();
		assertThat(this.live.current().get(second.id()).isPlaceholder()).isFalse();
	}

	@Test
	void itStartsJustBeforeTheWebServerDoes() {
		assertThat(loader().getPhase()).isEqualTo(Integer.MAX_VALUE - 2049);
	}

	private CertificateLoader loader() {
		CertificateKeepers keepers = new CertificateKeepers(this.wanted, this.store, this.live, new OfferedAnswers(),
				new RenewalPolicy(null), Preflight.NONE, KeeperFixture::placeholder, this.clock, this.events::add,
				AttemptListener.NONE);
		return new CertificateLoader(keepers, this.store, this.clock);
	}

	private static ServerCertificate placeholder(Domains domains) {
		return TestCertificates.of(domains.names().toArray(String[]::new));
	}

}
