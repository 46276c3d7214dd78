package dev.autohttps.test;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

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

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3 })
	void ofSeveralJvmsEachHasPortsOfItsOwn(int forks) {
		for (int port = 20000; port < 20012; port++) {
			int tried = port;
			assertThat(IntStream.rangeClosed(1, forks).filter((fork) -> Ports.isOurs(tried, fork, forks))).hasSize(1);
		}
	}

	@Test
	void oneOfSeveralJvmsKnowsWhichItIs() {
		assertThat(Ports.fork("2", 2)).isEqualTo(2);
		assertThat(Ports.fork(null, 1)).isOne();
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "0", "3", "${surefire.forkNumber}" })
	void oneOfSeveralJvmsThatDoesNotKnowWhichItIsIsGivenNoPort(String number) {
		assertThatIllegalStateException().isThrownBy(() -> Ports.fork(number, 2))
			.withMessageContaining("test.fork is '" + number + "'");
	}

}
