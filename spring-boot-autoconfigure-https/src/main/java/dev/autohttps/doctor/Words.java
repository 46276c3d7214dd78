package dev.autohttps.doctor;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Makes what others wrote fit for a log.
 */
final class Words {

	private Words() {
	}

	/**
	 * Return a text of a line, without what could look like a line of its own.
	 */
	static String quiet(@Nullable String text) {
		return quiet(text, 120);
	}

	static String quiet(@Nullable String text, int most) {
		String line = (text != null) ? text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip() : "";
		return (line.length() > most) ? line.substring(0, most).strip() + "…" : line;
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
