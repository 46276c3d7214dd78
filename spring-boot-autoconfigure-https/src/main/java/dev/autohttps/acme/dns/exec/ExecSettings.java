package dev.autohttps.acme.dns.exec;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.autohttps.acme.dns.InvalidSettingException;

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
	 * @throws InvalidSettingException if one of them cannot be used
	 */
	public ExecSettings {
		command = List.copyOf(command);
		environment = Map.copyOf(environment);
		require(!command.isEmpty() && !command.get(0).isBlank(), "command", "names no program");
		require(command.stream().noneMatch(ExecSettings::hasNul), "command", "has a NUL character");
		for (Map.Entry<String, String> variable : environment.entrySet()) {
			String name = variable.getKey();
			require(!name.isEmpty() && !name.contains("=") && !hasNul(name) && !hasNul(variable.getValue()),
					"environment", "sets a variable that no program can have: '" + name + "'");
		}
		require(!timeout.isNegative() && !timeout.isZero(), "timeout", "leaves the program no time");
		require(!sequenceInterval.isNegative(), "sequence-interval", "is negative");
		require(valuesPerName >= 1, "values-per-name", "is less than 1, with which no name can be proven");
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

	private static void require(boolean met, String setting, String otherwise) {
		if (!met) {
			throw new InvalidSettingException(setting, otherwise);
		}
	}

	@Override
	public String toString() {
		return "ExecSettings[command=" + this.command + "]";
	}

}
