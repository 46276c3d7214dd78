/**
 * The one process: keeps each wanted certificate obtained, stored, served and renewed.
 */
@NullMarked
package dev.autohttps.renewal;

import org.jspecify.annotations.NullMarked;
