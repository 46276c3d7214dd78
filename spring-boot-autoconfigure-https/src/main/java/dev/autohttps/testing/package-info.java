/**
 * What the tests of an application need: clients that trust what it serves.
 */
@NullMarked
package dev.autohttps.testing;

import org.jspecify.annotations.NullMarked;
