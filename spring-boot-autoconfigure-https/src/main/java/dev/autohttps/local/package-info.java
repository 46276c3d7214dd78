/**
 * Certificates that this machine makes for itself: those of the local CA, an issuer like
 * any other, and the placeholders.
 */
@NullMarked
package dev.autohttps.local;

import org.jspecify.annotations.NullMarked;
