package dev.autohttps.certificate;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A CA's problem document (RFC 9457 with the additions of RFC 8555 section 6.7).
 *
 * @param type the error's URN or URL
 * @param detail what the CA says of it
 * @param identifier the name it is about, or {@code null} if it is about the whole
 * request
 * @param subproblems the parts of it
 */
public record Problem(String type, @Nullable String detail, @Nullable String identifier, List<Problem> subproblems) {

	public Problem {
		subproblems = List.copyOf(subproblems);
	}

}
