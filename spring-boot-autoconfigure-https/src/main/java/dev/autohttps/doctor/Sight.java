package dev.autohttps.doctor;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;

import dev.autohttps.certificate.Line;

/**
 * What was seen at a port where a CA would ask.
 *
 * @param kind what it means
 * @param words what it was
 */
record Sight(Kind kind, String words) {

	/**
	 * Nobody looked for long enough.
	 */
	static final Sight LATE = new Sight(Kind.UNREACHABLE, "no answer within " + Rounds.LONGEST.toSeconds() + " s");

	boolean isOurs() {
		return this.kind == Kind.OURS;
	}

	static Sight of(IOException ex, boolean connected) {
		if (ex instanceof SocketTimeoutException) {
			String words = connected ? "no answer within " : "no connection within ";
			return new Sight(Kind.UNREACHABLE, words + Dialer.PATIENCE.toSeconds() + " s");
		}
		if (ex instanceof ConnectException && String.valueOf(ex.getMessage()).contains("refused")) {
			return new Sight(Kind.UNREACHABLE, "the connection was refused");
		}
		return new Sight(Kind.UNREACHABLE, "the connection failed (" + Line.of(ex.getMessage()) + ")");
	}

	/**
	 * What a sight means.
	 */
	enum Kind {

		/**
		 * This process answered.
		 */
		OURS,

		/**
		 * Nobody answered.
		 */
		UNREACHABLE,

		/**
		 * Somebody else answered.
		 */
		SOMEBODY_ELSE,

		/**
		 * Whoever answered sent us elsewhere.
		 */
		REDIRECTED,

		/**
		 * Somebody else ended the TLS connection.
		 */
		TLS_ENDED

	}

}
