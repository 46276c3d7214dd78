package dev.autohttps.certificate;

/**
 * How bad a {@link Finding} is.
 */
public enum Severity {

	/**
	 * As it should be.
	 */
	OK,

	/**
	 * May make an order fail, or only look so from here.
	 */
	DOUBTFUL,

	/**
	 * Makes an order fail for certain.
	 */
	FATAL

}
