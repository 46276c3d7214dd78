/**
 * Gives embedded Tomcat our SSL context and the plain port.
 */
@NullMarked
package dev.autohttps.server.tomcat;

import org.jspecify.annotations.NullMarked;
