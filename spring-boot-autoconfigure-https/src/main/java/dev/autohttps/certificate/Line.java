package dev.autohttps.certificate;

import org.jspecify.annotations.Nullable;

/**
 * Makes what others wrote fit for a message or a log.
 */
public final class Line {

	private static final int MOST = 120;

	private Line() {
	}

	/**
	 * Return a text as a line of at most 120 characters, without what could look like a
	 * line of its own.
	 * @param text the text, or {@code null} for none
	 * @return the line
	 */
	public static String of(@Nullable String text) {
		return of(text, MOST);
	}

	/**
	 * Return a text as one line, without what could look like a line of its own.
	 * @param text the text, or {@code null} for none
	 * @param most the most characters it may have; what is beyond them becomes an
	 * ellipsis
	 * @return the line
	 */
	public static String of(@Nullable String text, int most) {
		String line = (text != null) ? text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip() : "";
		return (line.length() > most) ? line.substring(0, most).strip() + "…" : line;
	}

}
