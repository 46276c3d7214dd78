package dev.autohttps.store.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A lock file that the operating system keeps for one process at a time, and frees when
 * that process dies, however it does.
 */
final class ExclusiveFile implements AutoCloseable {

	private static final Set<StandardOpenOption> OPTIONS = EnumSet.of(StandardOpenOption.CREATE,
			StandardOpenOption.WRITE);

	private final String claim;

	private final FileChannel channel;

	private final FileLock lock;

	private ExclusiveFile(String claim, FileChannel channel, FileLock lock) {
		this.claim = claim;
		this.channel = channel;
		this.lock = lock;
	}

	/**
	 * Try to lock a file, which is made if need be and never deleted: deleting it would
	 * let two processes lock two files of the same name.
	 * @param file the file
	 * @return the lock, or {@code null} if this process or another has it
	 */
	static @Nullable ExclusiveFile tryLock(Path file) throws IOException {
		// POSIX drops all locks that a process has on a file as soon as it closes any
		// channel of it, so a second one must not even be opened. The system properties
		// are what applications of different class loaders in one JVM have in common.
		String claim = "dev.autohttps.lock." + file.toAbsolutePath().normalize();
		if (System.getProperties().putIfAbsent(claim, "held") != null) {
			return null;
		}
		FileChannel channel = null;
		FileLock lock = null;
		try {
			channel = FileChannel.open(file, OPTIONS, OwnerOnly.fileAttributes(file));
			lock = channel.tryLock();
			return (lock != null) ? new ExclusiveFile(claim, channel, lock) : null;
		}
		finally {
			if (lock == null) {
				System.getProperties().remove(claim);
				if (channel != null) {
					channel.close();
				}
			}
		}
	}

	boolean isHeld() {
		return this.lock.isValid();
	}

	@Override
	public void close() throws IOException {
		if (!this.lock.isValid()) {
			return;
		}
		try {
			this.channel.close();
		}
		finally {
			System.getProperties().remove(this.claim);
		}
	}

}
