/**
 * Proof of control by one record that stays (dns-persist-01).
 */
@NullMarked
package dev.autohttps.acme.dns.persist;

import org.jspecify.annotations.NullMarked;
