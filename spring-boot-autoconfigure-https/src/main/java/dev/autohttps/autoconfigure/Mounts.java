package dev.autohttps.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The file systems of this process, as Linux tells them in {@code /proc/self/mountinfo}.
 */
final class Mounts {

	private static final Path ROOT = Path.of("/");

	private static final Set<String> LAYERS = Set.of("overlay", "aufs", "fuse-overlayfs", "fuse.fuse-overlayfs");

	private static final Set<String> MEMORY = Set.of("tmpfs", "ramfs");

	private final List<Mount> mounts;

	private final boolean container;

	/**
	 * Create a new instance.
	 * @param lines the lines of {@code mountinfo}
	 * @param container whether something else tells that this is a container
	 */
	Mounts(List<String> lines, boolean container) {
		this.mounts = lines.stream().map(Mounts::parse).filter(Objects::nonNull).toList();
		this.container = container;
	}

	/**
	 * Read those of this process, none where there is no such file.
	 */
	static Mounts ofThisProcess() {
		try {
			boolean container = Files.exists(Path.of("/.dockerenv")) || Files.exists(Path.of("/run/.containerenv"))
					|| System.getenv("KUBERNETES_SERVICE_HOST") != null;
			return new Mounts(Files.readAllLines(Path.of("/proc/self/mountinfo"), StandardCharsets.ISO_8859_1),
					container);
		}
		catch (IOException ex) {
			return new Mounts(List.of(), false);
		}
	}

	/**
	 * Return what makes the files of a directory vanish.
	 * @param directory the directory, which may not be there yet
	 * @return half a sentence about where it is, or {@code null} if they stay
	 */
	@Nullable String vanishing(Path directory) {
		Path path = directory.toAbsolutePath().normalize();
		Optional<Mount> found = this.mounts.stream()
			.filter((mount) -> path.startsWith(mount.point()))
			.max(Comparator.comparingInt((mount) -> mount.point().getNameCount()));
		if (found.isEmpty()) {
			return null;
		}
		String type = found.get().type();
		if (MEMORY.contains(type)) {
			return "in memory (" + type + ")";
		}
		boolean layer = LAYERS.contains(type) || this.container;
		return (layer && found.get().point().equals(ROOT)) ? "on the container's own file system" : null;
	}

	private static @Nullable Mount parse(String line) {
		String[] halves = line.split(" - ", 2);
		String[] fields = halves[0].split(" ");
		if (halves.length < 2 || fields.length < 5) {
			return null;
		}
		return new Mount(Path.of(fields[4].replace("\\040", " ")), halves[1].split(" ")[0]);
	}

	private record Mount(Path point, String type) {

	}

}
