package dev.autohttps.test;

/**
 * A place where Pebble's programs may be found.
 */
@FunctionalInterface
interface PebbleSource {

	/**
	 * Find the programs.
	 * @return the programs
	 * @throws PebbleUnavailableException if they are not to be had here
	 */
	PebblePrograms find();

}
