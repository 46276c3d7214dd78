package dev.autohttps.doctor;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TargetTests {

	@ParameterizedTest
	@ValueSource(strings = { "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "100.127.255.255", "127.0.0.1",
			"169.254.1.1", "0.0.0.0", "fd00::1", "fe80::1", "::1" })
	void noPublicCaAsksThere(String address) {
		assertThat(new Target(Ward.address(address)).isPrivate()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "203.0.113.7", "172.32.0.1", "100.63.0.1", "100.128.0.1", "2001:db8::7" })
	void aPublicCaMayAskThere(String address) {
		assertThat(new Target(Ward.address(address)).isPrivate()).isFalse();
	}

}
