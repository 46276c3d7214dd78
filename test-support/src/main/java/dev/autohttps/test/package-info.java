/**
 * Real certificate authorities for tests: Pebble, started by whichever way this machine
 * has.
 */
@NullMarked
package dev.autohttps.test;

import org.jspecify.annotations.NullMarked;
