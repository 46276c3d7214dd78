/**
 * From the directory of certbot into the store: certificates and the account that
 * obtained them.
 */
@NullMarked
package dev.autohttps.certbot;

import org.jspecify.annotations.NullMarked;
