/**
 * A program that changes the DNS, called as lego calls it.
 */
@NullMarked
package dev.autohttps.acme.dns.exec;

import org.jspecify.annotations.NullMarked;
