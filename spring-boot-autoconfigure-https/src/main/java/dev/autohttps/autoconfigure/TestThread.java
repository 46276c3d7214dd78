package dev.autohttps.autoconfigure;

import java.util.List;

/**
 * Whether a test framework runs this thread. Whoever starts an application by hand in a
 * test, without {@code @SpringBootTest}, has not asked for files in a place that outlives
 * the test.
 */
final class TestThread {

	private static final List<String> FRAMEWORKS = List.of("org.junit.platform.", "org.junit.runners.", "org.testng.");

	private TestThread() {
	}

	static boolean isCurrent() {
		return StackWalker.getInstance()
			.walk((frames) -> frames.map(StackWalker.StackFrame::getClassName)
				.anyMatch((name) -> FRAMEWORKS.stream().anyMatch(name::startsWith)));
	}

}
