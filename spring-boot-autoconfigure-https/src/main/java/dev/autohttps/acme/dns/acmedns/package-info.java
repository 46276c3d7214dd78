/**
 * Names that are delegated to a server which speaks acme-dns.
 */
@NullMarked
package dev.autohttps.acme.dns.acmedns;

import org.jspecify.annotations.NullMarked;
