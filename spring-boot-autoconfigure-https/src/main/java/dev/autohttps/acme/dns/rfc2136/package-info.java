/**
 * A name server that takes updates (RFC 2136) signed with TSIG (RFC 8945).
 */
@NullMarked
package dev.autohttps.acme.dns.rfc2136;

import org.jspecify.annotations.NullMarked;
