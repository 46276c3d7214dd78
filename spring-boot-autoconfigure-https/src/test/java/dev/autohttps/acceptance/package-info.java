/**
 * The promises to users, kept by whole applications against a real CA.
 */
package dev.autohttps.acceptance;
