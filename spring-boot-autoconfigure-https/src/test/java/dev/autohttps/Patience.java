package dev.autohttps;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * How long a test waits for what must come true, where it does not say otherwise: longer
 * than a busy machine needs for anything.
 */
public final class Patience implements LauncherSessionListener {

	static final Duration LIMIT = Duration.ofSeconds(40);

	@Override
	public void launcherSessionOpened(LauncherSession session) {
		Awaitility.setDefaultTimeout(LIMIT);
	}

}
