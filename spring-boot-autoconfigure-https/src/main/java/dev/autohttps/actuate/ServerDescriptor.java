package dev.autohttps.actuate;

/**
 * A server whose clients see a certificate.
 *
 * @param name {@code application}, or {@code management} for that of a port of its own
 * @param port the port that it listens on
 */
public record ServerDescriptor(String name, int port) {

}
