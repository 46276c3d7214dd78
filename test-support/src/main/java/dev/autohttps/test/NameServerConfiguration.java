package dev.autohttps.test;

import java.nio.file.Path;
import java.util.List;

/**
 * The words in which a name server is told what it is to know.
 */
interface NameServerConfiguration {

	/**
	 * Return the whole configuration file.
	 * @param settings what the server is to know
	 * @param folder the folder for all of its files, with {@code ZONE.zone} for the
	 * content of each zone
	 * @return the content of the file
	 */
	String text(NameServerSettings settings, Path folder);

	/**
	 * Return the arguments that look whether a configuration file is right.
	 * @param file the configuration file
	 * @return the arguments
	 */
	List<String> checkArguments(Path file);

	/**
	 * Return the arguments that start the server in the foreground.
	 * @param file the configuration file
	 * @return the arguments
	 */
	List<String> serverArguments(Path file);

}
