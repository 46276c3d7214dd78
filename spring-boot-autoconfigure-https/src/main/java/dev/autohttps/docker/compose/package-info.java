/**
 * CAs among the services of Docker Compose.
 */
@NullMarked
package dev.autohttps.docker.compose;

import org.jspecify.annotations.NullMarked;
