package dev.autohttps.acme;

/**
 * Whether the CA may be told to look at an answer.
 */
public enum Readiness {

	/**
	 * The answer is where the CA looks.
	 */
	READY,

	/**
	 * It will be there soon.
	 */
	NOT_YET,

	/**
	 * There is no room for it before another one was withdrawn.
	 */
	NO_ROOM

}
