package dev.autohttps.doctor;

import java.time.Duration;

/**
 * Says things as people do.
 */
final class Words {

	private Words() {
	}

	/**
	 * Return a time as people say it.
	 */
	static String of(Duration duration) {
		Duration time = duration.abs();
		if (time.toDays() >= 2) {
			return time.toDays() + " days";
		}
		if (time.toMinutes() >= 120) {
			return time.toHours() + " h";
		}
		return (time.toSeconds() >= 120) ? time.toMinutes() + " min" : time.toSeconds() + " s";
	}

}
