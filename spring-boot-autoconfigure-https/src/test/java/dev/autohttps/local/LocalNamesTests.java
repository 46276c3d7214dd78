package dev.autohttps.local;

import dev.autohttps.certificate.Domain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class LocalNamesTests {

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "shop.localhost", "*.localhost", "shop.test", "nas.local", "db.internal",
			"router.home.arpa", "127.0.0.1", "127.255.255.255", "10.1.2.3", "172.16.0.1", "172.31.255.255",
			"192.168.0.1", "169.254.1.1", "::1", "fc00::1", "fdff::1", "fe80::1", "febf::1", "::ffff:127.0.0.1" })
	void namesOfThisMachineAndThisNetworkAreLocal(String name) {
		assertThat(LocalNames.include(Domain.parse(name))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "shop.com", "example.com", "shop.example", "localhost.com", "notlocalhost", "mylocal",
			"arpa", "shop.arpa", "*.com", "126.255.255.255", "128.0.0.1", "11.0.0.1", "172.15.255.255", "172.32.0.0",
			"192.167.0.1", "169.253.0.1", "8.8.8.8", "0.0.0.0", "::", "::2", "2001:db8::1", "fec0::1", "ff02::1",
			"fbff::1" })
	void namesOfTheInternetAreNot(String name) {
		assertThat(LocalNames.include(Domain.parse(name))).isFalse();
	}

	@Test
	void theyCanBeSaidInWords() {
		assertThat(LocalNames.describe()).contains("localhost").contains("home.arpa").contains("private addresses");
	}

}
