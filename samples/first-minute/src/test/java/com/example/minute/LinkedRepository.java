package com.example.minute;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.regex.Pattern;

/**
 * A Maven repository that has what another one has, of which Maven changes nothing: links
 * to what it replaces as a whole, copies of what it writes in place.
 */
final class LinkedRepository {

	private static final Pattern WRITTEN_IN_PLACE = Pattern
		.compile("_.*\\.repositories|resolver-status\\.properties|maven-metadata.*|.*\\.(lastUpdated|lock|part|tmp)");

	private LinkedRepository() {
	}

	/**
	 * Make the repository.
	 * @param source the one that there is
	 * @param target where there is nothing yet
	 * @throws IOException if that fails
	 */
	static void make(Path source, Path target) throws IOException {
		Path real = source.toRealPath();
		Files.walkFileTree(real, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE,
				new Linking(real, target));
	}

	/**
	 * Does so file by file.
	 */
	private static final class Linking extends SimpleFileVisitor<Path> {

		private final Path source;

		private final Path target;

		Linking(Path source, Path target) {
			this.source = source;
			this.target = target;
		}

		@Override
		public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
			Files.createDirectories(of(directory));
			return FileVisitResult.CONTINUE;
		}

		@Override
		public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
			if (!attributes.isRegularFile()) {
				return FileVisitResult.CONTINUE;
			}
			if (WRITTEN_IN_PLACE.matcher(file.getFileName().toString()).matches()) {
				Files.copy(file, of(file));
			}
			else {
				Files.createSymbolicLink(of(file), file);
			}
			return FileVisitResult.CONTINUE;
		}

		private Path of(Path path) {
			return this.target.resolve(this.source.relativize(path));
		}

	}

}
