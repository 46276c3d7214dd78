/**
 * Real parts for tests: Let's Encrypt's Pebble, started by whichever way this machine
 * has, and the name servers BIND and Knot.
 */
@NullMarked
package dev.autohttps.test;

import org.jspecify.annotations.NullMarked;
