/**
 * Gives embedded Jetty our TLS and the plain port.
 */
@NullMarked
package dev.autohttps.server.jetty;

import org.jspecify.annotations.NullMarked;
