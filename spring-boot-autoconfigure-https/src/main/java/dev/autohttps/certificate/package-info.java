/**
 * The words of this project: what is wanted, what is held, and the seams to those who
 * issue, store and prove. JDK types only.
 */
@NullMarked
package dev.autohttps.certificate;

import org.jspecify.annotations.NullMarked;
