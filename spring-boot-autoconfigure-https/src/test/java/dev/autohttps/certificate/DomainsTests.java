package dev.autohttps.certificate;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DomainsTests {

	@Test
	void orderIsKeptButDoesNotCount() {
		Domains domains = Domains.of("www.shop.example", "shop.example");
		Domains reordered = Domains.of("SHOP.example.", "www.shop.example");
		assertThat(domains.names()).containsExactly("www.shop.example", "shop.example");
		assertThat(domains.first().name()).isEqualTo("www.shop.example");
		assertThat(domains).isEqualTo(reordered).hasSameHashCodeAs(reordered);
		assertThat(domains).isNotEqualTo(Domains.of("shop.example")).isNotEqualTo("shop.example");
		assertThat(domains).hasToString("www.shop.example, shop.example");
	}

	@Test
	void noNamesAreRefused() {
		assertThatExceptionOfType(InvalidDomainException.class).isThrownBy(() -> Domains.of(List.of()))
			.withMessageContaining("at least one");
	}

	@Test
	void aNameThatIsThereTwiceIsRefusedHoweverItIsWritten() {
		assertThatExceptionOfType(InvalidDomainException.class)
			.isThrownBy(() -> Domains.of("bücher.example", "XN--bcher-kva.example."))
			.withMessageContaining("is there twice")
			.withMessageContaining("XN--bcher-kva.example.");
		assertThatExceptionOfType(InvalidDomainException.class).isThrownBy(() -> Domains.of("::1", "0:0::1"))
			.withMessageContaining("is there twice");
	}

	@Test
	void aWildcardAndTheNameAboveItAreDifferentNames() {
		Domains domains = Domains.of("*.shop.example", "shop.example");
		assertThat(domains.covers("shop.example")).isTrue();
		assertThat(domains.covers("www.shop.example")).isTrue();
		assertThat(domains.covers("a.b.shop.example")).isFalse();
		assertThat(domains.any((domain) -> domain.type() == Domain.Type.WILDCARD)).isTrue();
	}

	@Test
	void theIteratorCannotChangeThem() {
		Domains domains = Domains.of("shop.example");
		var iterator = domains.iterator();
		iterator.next();
		assertThatThrownBy(iterator::remove).isInstanceOf(UnsupportedOperationException.class);
		assertThat(domains).hasSize(1);
	}

}
