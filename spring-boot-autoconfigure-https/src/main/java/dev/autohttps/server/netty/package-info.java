/**
 * Gives embedded Netty our TLS and the plain port.
 */
@NullMarked
package dev.autohttps.server.netty;

import org.jspecify.annotations.NullMarked;
