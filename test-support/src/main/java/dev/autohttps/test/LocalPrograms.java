package dev.autohttps.test;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Pebble's programs as files of this machine.
 *
 * @param pebble the certificate authority
 * @param challtestsrv its DNS server
 */
record LocalPrograms(Path pebble, Path challtestsrv) implements PebblePrograms {

	// The management request that came with Pebble 2.8, whose builds often do not know
	// their own version.
	private static final String MARK_OF_A_NEW_ENOUGH_ONE = "/set-renewal-info/";

	static LocalPrograms in(Path folder) {
		Path pebble = executable(folder, PEBBLE);
		Path challtestsrv = executable(folder, CHALLTESTSRV);
		try {
			String content = Files.readString(pebble, StandardCharsets.ISO_8859_1);
			if (!content.contains(MARK_OF_A_NEW_ENOUGH_ONE)) {
				throw new PebbleUnavailableException(pebble + " is older than Pebble 2.8");
			}
		}
		catch (IOException ex) {
			throw new PebbleUnavailableException("cannot read " + pebble + ": " + ex);
		}
		return new LocalPrograms(pebble, challtestsrv);
	}

	static LocalPrograms onPath(String path) {
		String reason = "no " + PEBBLE + " and " + CHALLTESTSRV + " on the PATH";
		for (String folder : path.split(File.pathSeparator)) {
			if (!folder.isEmpty() && Files.exists(Path.of(folder, PEBBLE))) {
				try {
					return in(Path.of(folder));
				}
				catch (PebbleUnavailableException ex) {
					reason = ex.getMessage();
				}
			}
		}
		throw new PebbleUnavailableException(reason);
	}

	private static Path executable(Path folder, String program) {
		Path file = folder.resolve(program).toAbsolutePath();
		if (Files.isRegularFile(file) && Files.isExecutable(file)) {
			return file;
		}
		throw new PebbleUnavailableException("no " + program + " in " + folder);
	}

	@Override
	public RunningProgram run(String program, List<String> arguments, Map<String, String> environment, Path folder,
			Consumer<String> lines) {
		List<String> command = new ArrayList<>();
		command.add((program.equals(PEBBLE) ? this.pebble : this.challtestsrv).toString());
		command.addAll(arguments);
		ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
		builder.environment().keySet().removeIf((name) -> name.startsWith("PEBBLE_"));
		builder.environment().putAll(environment);
		try {
			return new LocalProgram(builder.start(), program, lines);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
