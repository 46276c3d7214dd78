package dev.autohttps.actuate;

import java.time.Duration;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * Times the requests to CAs.
 */
public final class CaMeters {

	private final MeterRegistry registry;

	/**
	 * Create new meters.
	 * @param registry where they are registered
	 */
	public CaMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	/**
	 * Take note of a request.
	 * @param ca the URL of the CA's directory
	 * @param kind what was asked for, one of a few words
	 * @param status the status code of the answer, or 0 if there was none
	 * @param duration how long it took
	 */
	public void record(String ca, String kind, int status, Duration duration) {
		Timer.builder("https.ca.requests")
			.description("Requests to a CA")
			.tags("ca", ca, "kind", kind, "status", (status != 0) ? String.valueOf(status) : "IO_ERROR")
			.register(this.registry)
			.record(duration);
	}

}
