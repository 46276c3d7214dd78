package dev.autohttps.certificate;

/**
 * What the CA expects to be told when it looks whether a name is ours (RFC 8555 section
 * 8).
 *
 * @param type the challenge type, such as {@code http-01}
 * @param identifier the name that is being validated, as {@link Domain} writes it,
 * without a wildcard's {@code *.}
 * @param token the challenge's token
 * @param content the key authorization
 */
public record ChallengeAnswer(String type, String identifier, String token, String content) {

}
