/**
 * Wires everything, knows everyone; nobody knows it.
 */
@NullMarked
package dev.autohttps.autoconfigure;

import org.jspecify.annotations.NullMarked;
