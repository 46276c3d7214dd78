/**
 * Shows how it stands with the certificates.
 */
@NullMarked
package dev.autohttps.actuate;

import org.jspecify.annotations.NullMarked;
