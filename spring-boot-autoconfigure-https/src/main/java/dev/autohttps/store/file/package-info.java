/**
 * The store that needs nothing but a directory.
 */
@NullMarked
package dev.autohttps.store.file;

import org.jspecify.annotations.NullMarked;
