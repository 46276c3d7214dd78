package dev.autohttps.test;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A way to run Pebble and its DNS server on this machine.
 */
interface PebblePrograms {

	/**
	 * The certificate authority.
	 */
	String PEBBLE = "pebble";

	/**
	 * Its DNS server.
	 */
	String CHALLTESTSRV = "pebble-challtestsrv";

	/**
	 * Start one of the programs; it can be stopped at once, but need not be ready.
	 * @param program which one
	 * @param arguments its arguments, with the paths of this machine
	 * @param environment what to add to its environment
	 * @param folder the folder that holds every file that the arguments name
	 * @param lines is given each line that it prints
	 * @return the running program
	 */
	RunningProgram run(String program, List<String> arguments, Map<String, String> environment, Path folder,
			Consumer<String> lines);

}
