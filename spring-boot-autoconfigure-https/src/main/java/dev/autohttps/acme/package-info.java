/**
 * From an order to a certificate, over ACME (RFC 8555) with acme4j.
 */
@NullMarked
package dev.autohttps.acme;

import org.jspecify.annotations.NullMarked;
