/**
 * Proof of control by records that are published for each order (dns-01, RFC 8555 section
 * 8.4), whoever changes the DNS, and the client that asks it.
 */
@NullMarked
package dev.autohttps.acme.dns;

import org.jspecify.annotations.NullMarked;
