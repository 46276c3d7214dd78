package dev.autohttps.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * Replaces files as a whole, and durably: whoever reads one sees what was there before or
 * what is there after, whenever the power goes.
 */
final class AtomicFile {

	/**
	 * The end of the name of what is being written.
	 */
	static final String TEMPORARY = ".tmp";

	private AtomicFile() {
	}

	static void replace(Path file, byte[] content) throws IOException {
		Path parent = file.resolveSibling("");
		OwnerOnly.createDirectories(parent);
		// Only one can be here at a time, so a file that a killed process left is
		// overwritten.
		Path temporary = file.resolveSibling(file.getFileName() + TEMPORARY);
		Files.deleteIfExists(temporary);
		try {
			write(temporary, content);
			Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (IOException ex) {
			Files.deleteIfExists(temporary);
			throw ex;
		}
		sync(parent);
	}

	private static void write(Path file, byte[] content) throws IOException {
		Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
		try (FileChannel channel = FileChannel.open(file, options, OwnerOnly.fileAttributes(file))) {
			OwnerOnly.restrict(file);
			ByteBuffer buffer = ByteBuffer.wrap(content);
			while (buffer.hasRemaining()) {
				channel.write(buffer);
			}
			channel.force(true);
		}
	}

	/**
	 * Make a rename durable, where a directory can be opened for that.
	 */
	private static void sync(Path directory) {
		try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
			channel.force(true);
		}
		catch (IOException ex) {
			// Windows has no such thing and needs none.
		}
	}

}
