/**
 * CAs in containers that a test, or the start of an application under development, has
 * with Testcontainers.
 */
@NullMarked
package dev.autohttps.testcontainers;

import org.jspecify.annotations.NullMarked;
