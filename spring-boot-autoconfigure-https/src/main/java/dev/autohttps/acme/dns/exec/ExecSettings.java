package dev.autohttps.acme.dns.exec;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A program that changes the DNS, and how it is run.
 *
 * @param command the program, and what stands before the three arguments that are added
 * @param environment environment variables that are added to those of this process; their
 * values are never shown
 * @param timeout how long it may run
 * @param valuesPerName how many values of one name it can keep at once
 * @param sequenceInterval how long resolvers may still find a value after another took
 * its place
 */
public record ExecSettings(List<String> command, Map<String, String> environment, Duration timeout, int valuesPerName,
		Duration sequenceInterval) {

	/**
	 * Create new settings.
	 * @throws IllegalArgumentException if nothing can be run with them, with half a
	 * sentence that says why, of which they are the subject
	 */
	public ExecSettings {
		command = List.copyOf(command);
		environment = Map.copyOf(environment);
		require(!command.isEmpty() && !command.get(0).isBlank(), "names no program");
		require(command.stream().noneMatch(ExecSettings::hasNul), "has a NUL character in its command");
		for (Map.Entry<String, String> variable : environment.entrySet()) {
			String name = variable.getKey();
			require(!name.isEmpty() && !name.contains("=") && !hasNul(name) && !hasNul(variable.getValue()),
					"sets an environment variable that no program can have: '" + name + "'");
		}
		require(!timeout.isNegative() && !timeout.isZero(), "gives its program no time: the timeout is " + timeout);
		require(!sequenceInterval.isNegative(), "has a sequence interval of less than nothing: " + sequenceInterval);
		require(valuesPerName >= 1,
				"has room for " + valuesPerName + " values of a name, and no name can be proven with less than 1");
	}

	/**
	 * Return the program alone.
	 */
	String program() {
		return this.command.get(0);
	}

	private static boolean hasNul(String text) {
		return text.indexOf('\0') >= 0;
	}

	private static void require(boolean met, String otherwise) {
		if (!met) {
			throw new IllegalArgumentException(otherwise);
		}
	}

	@Override
	public String toString() {
		return "ExecSettings[command=" + this.command + "]";
	}

}
