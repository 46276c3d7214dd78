/**
 * What is served, as JSSE and Spring's SSL bundles see it.
 */
@NullMarked
package dev.autohttps.ssl;

import org.jspecify.annotations.NullMarked;
