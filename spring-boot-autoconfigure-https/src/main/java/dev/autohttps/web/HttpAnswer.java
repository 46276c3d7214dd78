package dev.autohttps.web;

import java.util.Map;

/**
 * An answer that is given without the application.
 *
 * @param status the status code
 * @param headers the header fields, apart from the length
 * @param body the body, plain text in ASCII
 */
public record HttpAnswer(int status, Map<String, String> headers, String body) {

	/**
	 * The media type of every body.
	 */
	public static final String CONTENT_TYPE = "text/plain;charset=US-ASCII";

	public HttpAnswer {
		headers = Map.copyOf(headers);
	}

}
