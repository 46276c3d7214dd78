package dev.autohttps;

import org.awaitility.Awaitility;
import org.awaitility.constraint.WaitConstraint;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("once")
class PatienceTests {

	@Test
	void allTestsHaveIt() {
		WaitConstraint constraint = (WaitConstraint) ReflectionTestUtils.getField(Awaitility.class,
				"defaultWaitConstraint");
		assertThat(constraint.getMaxWaitTime()).isEqualTo(Patience.LIMIT);
	}

}
