/**
 * What plain HTTP is answered: the CA's question and the way to HTTPS.
 */
@NullMarked
package dev.autohttps.web;

import org.jspecify.annotations.NullMarked;
