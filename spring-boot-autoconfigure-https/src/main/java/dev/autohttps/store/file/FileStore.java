package dev.autohttps.store.file;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

import dev.autohttps.certificate.Lease;
import dev.autohttps.certificate.StaleVersionException;
import dev.autohttps.certificate.Store;
import dev.autohttps.certificate.StoreEntry;
import dev.autohttps.certificate.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * A store in a directory: one file for each key, 0600 in 0700, replaced as a whole, with
 * the content's digest as its version. Processes keep out of each other's way by locks of
 * the operating system in {@code locks/}.
 */
public final class FileStore implements Store {

	private static final Pattern KEY = Pattern.compile("[a-z0-9_+-][a-z0-9._+-]*(/[a-z0-9_+-][a-z0-9._+-]*)*");

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final String LOCKS = "locks";

	private final Path directory;

	private final Runnable fence;

	/**
	 * Create a new store. Nothing is read or written yet.
	 * @param directory the directory, which is made when it is needed
	 */
	public FileStore(Path directory) {
		this(directory, () -> {
		});
	}

	private FileStore(Path directory, Runnable fence) {
		this.directory = directory.toAbsolutePath();
		this.fence = fence;
	}

	Store fencedBy(Runnable fence) {
		return new FileStore(this.directory, fence);
	}

	@Override
	public @Nullable StoreEntry load(String key) {
		Path file = file(key);
		try {
			byte[] content = Files.readAllBytes(file);
			return new StoreEntry(content, version(content));
		}
		catch (NoSuchFileException ex) {
			return null;
		}
		catch (IOException ex) {
			throw FileFailure.of("read", file, ex);
		}
	}

	@Override
	public String save(String key, byte[] content, @Nullable String expected) {
		Path file = file(key);
		return exclusively("write", file, () -> {
			check(key, expected);
			AtomicFile.replace(file, content);
			return version(content);
		});
	}

	@Override
	public void delete(String key, String expected) {
		Path file = file(key);
		exclusively("delete", file, () -> {
			if (load(key) != null) {
				check(key, expected);
				Files.delete(file);
			}
			return key;
		});
	}

	@Override
	public List<String> list(String prefix) {
		Path start = prefix.isEmpty() ? this.directory : file(prefix);
		if (!Files.isDirectory(start)) {
			return List.of();
		}
		List<String> keys = new ArrayList<>();
		try {
			Files.walkFileTree(start, new SimpleFileVisitor<>() {

				@Override
				public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
					String key = FileStore.this.directory.relativize(file).toString().replace('\\', '/');
					if (isKey(key) && Files.isRegularFile(file)) {
						keys.add(key);
					}
					return FileVisitResult.CONTINUE;
				}

				@Override
				public FileVisitResult visitFileFailed(Path file, IOException ex) throws IOException {
					// Somebody else deleted or renamed it in between.
					if (ex instanceof NoSuchFileException) {
						return FileVisitResult.CONTINUE;
					}
					throw ex;
				}

			});
			Collections.sort(keys);
			return keys;
		}
		catch (IOException ex) {
			throw FileFailure.of("list", start, ex);
		}
	}

	@Override
	public @Nullable Lease tryLease(String name, Duration duration) {
		Path file = lock(name);
		try {
			OwnerOnly.createDirectories(this.directory.resolve(LOCKS));
			ExclusiveFile lock = ExclusiveFile.tryLock(file);
			return (lock != null) ? new FileLease(name, lock, this) : null;
		}
		catch (IOException ex) {
			throw FileFailure.of("lock", file, ex);
		}
	}

	@Override
	public String describe(String key) {
		return file(key).toString();
	}

	/**
	 * Return the directory.
	 * @return its absolute path
	 */
	public Path getDirectory() {
		return this.directory;
	}

	private void check(String key, @Nullable String expected) {
		StoreEntry current = load(key);
		String version = (current != null) ? current.version() : null;
		if (!Objects.equals(version, expected)) {
			throw new StaleVersionException(key);
		}
	}

	private String exclusively(String what, Path file, Action action) {
		try {
			this.fence.run();
			OwnerOnly.createDirectories(this.directory.resolve(LOCKS));
			long deadline = System.nanoTime() + PATIENCE.toNanos();
			while (true) {
				try (ExclusiveFile lock = ExclusiveFile.tryLock(this.directory.resolve(LOCKS).resolve("store.lock"))) {
					if (lock != null) {
						return action.run();
					}
				}
				if (System.nanoTime() > deadline) {
					throw new StoreException("Cannot " + what + " " + file + ": another process has kept "
							+ this.directory.resolve(LOCKS).resolve("store.lock") + " locked for "
							+ PATIENCE.toSeconds() + " seconds");
				}
				LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
			}
		}
		catch (IOException ex) {
			throw FileFailure.of(what, file, ex);
		}
	}

	private Path file(String key) {
		if (!isKey(key)) {
			throw new IllegalArgumentException("'" + key + "' cannot be the key of a file");
		}
		return this.directory.resolve(key);
	}

	private Path lock(String name) {
		if (!KEY.matcher(name).matches()) {
			throw new IllegalArgumentException("'" + name + "' cannot be the name of a lease");
		}
		return this.directory.resolve(LOCKS).resolve(name.replace('/', '+') + ".lock");
	}

	private static boolean isKey(String text) {
		return KEY.matcher(text).matches() && !text.startsWith(LOCKS + "/") && !text.endsWith(AtomicFile.TEMPORARY);
	}

	private static String version(byte[] content) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JDK has SHA-256", ex);
		}
	}

	private interface Action {

		String run() throws IOException;

	}

}
