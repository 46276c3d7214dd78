package dev.autohttps.test;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The search for Pebble's programs, done once, from the place that somebody named to the
 * one that costs most.
 */
final class PebbleSearch {

	private final List<PebbleSource> sources;

	private @Nullable PebblePrograms found;

	private @Nullable String reason;

	PebbleSearch(List<PebbleSource> sources) {
		this.sources = List.copyOf(sources);
	}

	/**
	 * Return the search that all of this JVM shares.
	 * @return the search
	 */
	static PebbleSearch onThisMachine() {
		return Shared.SEARCH;
	}

	/**
	 * Choose the places to search. A place that somebody asked for is the only one, so
	 * that nobody tests with another Pebble than they think.
	 * @param bin the folder of the programs that was asked for, or {@code null}
	 * @param docker whether Docker was asked for
	 * @param path the folders of this machine's commands, or {@code null}
	 * @return the places, in their order
	 */
	static List<PebbleSource> sources(@Nullable String bin, boolean docker, @Nullable String path) {
		if (bin != null && !bin.isEmpty()) {
			return List.of(() -> LocalPrograms.in(Path.of(bin)));
		}
		if (docker) {
			return List.of(DockerPrograms::find);
		}
		return List.of(() -> LocalPrograms.onPath((path != null) ? path : ""), DebianPackage::find,
				DockerPrograms::find);
	}

	/**
	 * Find the programs.
	 * @return the programs
	 * @throws PebbleUnavailableException if no place has them; the message has the reason
	 * of each
	 */
	synchronized PebblePrograms find() {
		if (this.found == null && this.reason == null) {
			search();
		}
		if (this.found == null) {
			throw new PebbleUnavailableException(String.valueOf(this.reason));
		}
		return this.found;
	}

	private void search() {
		List<String> reasons = new ArrayList<>();
		for (PebbleSource source : this.sources) {
			try {
				this.found = source.find();
				return;
			}
			catch (PebbleUnavailableException ex) {
				reasons.add(ex.getMessage());
			}
		}
		this.reason = String.join("; ", reasons);
	}

	private static final class Shared {

		private static final PebbleSearch SEARCH = new PebbleSearch(
				sources(System.getProperty("pebble.bin"), Boolean.getBoolean("pebble.docker"), System.getenv("PATH")));

	}

}
