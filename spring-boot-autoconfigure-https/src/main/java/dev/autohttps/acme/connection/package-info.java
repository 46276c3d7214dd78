/**
 * Where a CA is, as a service connection tells.
 */
@NullMarked
package dev.autohttps.acme.connection;

import org.jspecify.annotations.NullMarked;
