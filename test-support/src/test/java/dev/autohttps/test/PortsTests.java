package dev.autohttps.test;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Arrays;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Ports}.
 */
class PortsTests {

	@Test
	void freePortsDifferAndCanBeBound() {
		int[] ports = Ports.free(20);
		assertThat(Arrays.stream(ports).distinct()).hasSize(20).allMatch(Ports::canBeBound);
	}

	@Test
	void aPortThatIsListenedOnIsNotFreeAndAnswers() throws IOException {
		int port = Ports.free();
		assertThat(Ports.answers(port)).isFalse();
		try (ServerSocket server = new ServerSocket(port)) {
			assertThat(Ports.canBeBound(server.getLocalPort())).isFalse();
			assertThat(Ports.answers(port)).isTrue();
		}
	}

	@Test
	void ofTwoJvmsOneHasTheOddPortsAndTheOtherTheEvenOnes() {
		assertThat(Ports.isOurs(20001, 1)).isTrue();
		assertThat(Ports.isOurs(20002, 1)).isFalse();
		assertThat(Ports.isOurs(20001, 2)).isFalse();
		assertThat(Ports.isOurs(20002, 2)).isTrue();
		assertThat(Ports.isOurs(20001, null)).isTrue();
		assertThat(Ports.isOurs(20002, null)).isTrue();
	}

}
