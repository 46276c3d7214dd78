/**
 * Proof of control through the DNS: records that are published for each order (dns-01,
 * RFC 8555 section 8.4), and one that stays (dns-persist-01).
 */
@NullMarked
package dev.autohttps.acme.dns;

import org.jspecify.annotations.NullMarked;
