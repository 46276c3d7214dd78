package dev.autohttps.renewal;

import java.time.Instant;

/**
 * When a certificate is to be renewed, and why then.
 *
 * @param due the moment
 * @param reason why it is that one, for people
 */
public record Renewal(Instant due, String reason) {

}
