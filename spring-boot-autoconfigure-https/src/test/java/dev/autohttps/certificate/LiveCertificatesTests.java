package dev.autohttps.certificate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LiveCertificatesTests {

	private final TestClock clock = new TestClock();

	private final LiveCertificates live = new LiveCertificates(this.clock);

	@Test
	void whatIsReplacedIsServedAtOnce() {
		LiveCertificate first = serve("shop.example");
		CertificateIndex before = this.live.current();
		LiveCertificate second = serve("shop.example");
		assertThat(this.live.current().find("shop.example")).containsExactly(second);
		assertThat(before.find("shop.example")).containsExactly(first);
	}

	@Test
	void whatWasReplacedCanBeLookedUpForAMinute() {
		ServerCertificate former = serve("shop.example").certificate();
		serve("shop.example");
		this.clock.advance(Duration.ofSeconds(59));
		assertThat(this.live.byAlias(former.alias())).isSameAs(former);
	}

	@Test
	void whatWasReplacedIsGoneAfterAMinute() {
		ServerCertificate former = serve("shop.example").certificate();
		serve("shop.example");
		this.clock.advance(Duration.ofSeconds(61));
		assertThat(this.live.byAlias(former.alias())).isNull();
	}

	@Test
	void whatWasRemovedIsNotServedButCanBeLookedUpForAMinute() {
		LiveCertificate removed = serve("shop.example");
		this.live.remove(removed.id());
		assertThat(this.live.current().all()).isEmpty();
		assertThat(this.live.byAlias(removed.certificate().alias())).isSameAs(removed.certificate());
		this.clock.advance(Duration.ofSeconds(61));
		assertThat(this.live.byAlias(removed.certificate().alias())).isNull();
		assertThat(this.live.byAlias("unknown")).isNull();
	}

	@Test
	void whatIsServedAgainStaysForEver() {
		LiveCertificate first = serve("shop.example");
		serve("shop.example");
		this.live.replace(first);
		this.clock.advance(Duration.ofDays(1));
		assertThat(this.live.byAlias(first.certificate().alias())).isSameAs(first.certificate());
	}

	@Test
	void theDefaultCanBeSaidBeforeAndAfterItIsThere() {
		this.live.setDefault("shop");
		LiveCertificate shop = serve("shop.example");
		assertThat(this.live.current().find(null)).containsExactly(shop);
		this.live.setDefault(null);
		assertThat(this.live.current().find(null)).isEmpty();
	}

	@Test
	void listenersAreToldAfterTheChange() {
		List<String> told = new ArrayList<>();
		this.live.onChange((id) -> told.add(id + " " + this.live.current().all().size()));
		LiveCertificate shop = serve("shop.example");
		this.live.remove(shop.id());
		assertThat(told).containsExactly("shop (ec-p256) 1", "shop (ec-p256) 0");
	}

	private LiveCertificate serve(String name) {
		LiveCertificate certificate = TestSpecs.live("shop", KeyType.EC_P256, TestCertificates.of(name),
				Standing.PRODUCTION);
		this.live.replace(certificate);
		return certificate;
	}

}
