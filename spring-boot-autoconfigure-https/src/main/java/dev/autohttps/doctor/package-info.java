/**
 * Looks whether an order could succeed, and says what to mend if not.
 */
@NullMarked
package dev.autohttps.doctor;

import org.jspecify.annotations.NullMarked;
