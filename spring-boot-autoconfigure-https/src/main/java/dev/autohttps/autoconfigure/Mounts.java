package dev.autohttps.autoconfigure;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The file systems of this process, as Linux tells them in {@code /proc/self/mountinfo}.
 */
final class Mounts {

	private static final String ROOT = "/";

	/**
	 * How the JDK writes file names. It may know fewer characters than there are in the
	 * names of other mounts, so that those must not become paths.
	 */
	private static final Charset FILE_NAMES = fileNames();

	private static final Pattern ESCAPED = Pattern.compile("\\\\([0-7]{3})");

	private static final Set<String> LAYERS = Set.of("overlay", "aufs", "fuse-overlayfs", "fuse.fuse-overlayfs");

	private static final Set<String> MEMORY = Set.of("tmpfs", "ramfs");

	/**
	 * What a volume is called that nobody gave a name, by Docker and by Podman.
	 */
	private static final Pattern NAMELESS = Pattern.compile(".*/volumes/[0-9a-f]{64}/_data(/.*)?");

	private static final Pattern EMPTY_DIR = Pattern.compile(".*/volumes/kubernetes\\.io~empty-dir/.*");

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

	private static Charset fileNames() {
		try {
			return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
		}
		catch (IllegalArgumentException ex) {
			return StandardCharsets.UTF_8;
		}
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
		String path = new String(real(directory).toString().getBytes(FILE_NAMES), StandardCharsets.ISO_8859_1);
		// Of those at one point the last is seen.
		Optional<Mount> found = this.mounts.stream()
			.filter((mount) -> mount.has(path))
			.reduce((one, other) -> (other.point().length() >= one.point().length()) ? other : one);
		if (found.isEmpty()) {
			return null;
		}
		String type = found.get().type();
		if (MEMORY.contains(type)) {
			return "in memory (" + type + ")";
		}
		if (EMPTY_DIR.matcher(found.get().root()).matches()) {
			return "in an emptyDir of this pod";
		}
		if (NAMELESS.matcher(found.get().root()).matches()) {
			return "on a volume of this container that has no name";
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
		String point = ESCAPED.matcher(fields[4])
			.replaceAll(
					(match) -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(match.group(1), 8))));
		return new Mount(point, fields[3], halves[1].split(" ")[0]);
	}

	/**
	 * Follow the links of as much of a path as is there.
	 */
	private static Path real(Path directory) {
		Path path = directory.toAbsolutePath().normalize();
		for (Path there = path; there != null; there = there.getParent()) {
			try {
				return there.toRealPath().resolve(there.relativize(path)).normalize();
			}
			catch (IOException ex) {
				// Perhaps the one above it is there.
			}
		}
		return path;
	}

	/**
	 * A mount.
	 *
	 * @param point where it is, each byte of the name a character
	 * @param root what is there of its file system
	 * @param type the type of its file system
	 */
	private record Mount(String point, String root, String type) {

		boolean has(String path) {
			return this.point.equals(ROOT) || path.equals(this.point) || path.startsWith(this.point + "/");
		}

	}

}
