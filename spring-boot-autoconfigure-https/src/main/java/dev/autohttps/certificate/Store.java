package dev.autohttps.certificate;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Keeps bytes under keys, for ever and for all processes that share it. What is above it
 * (certificates, issuances, failures, accounts) is written once for every backend.
 * <p>
 * A key is a path of parts separated by {@code /}, each made of lower-case letters,
 * digits, {@code .}, {@code _}, {@code +} and {@code -}. Implementations must be safe for
 * concurrent use by threads and by processes, must make a save wholly visible or not at
 * all even if the process is killed in the midst of it, must let nobody but the owner
 * read the content, and throw {@link StoreException} with a message that says where and
 * why.
 */
public interface Store {

	/**
	 * Load what is kept under a key.
	 * @param key the key
	 * @return the entry, or {@code null} if there is none
	 * @throws StoreException if that cannot be told
	 */
	@Nullable StoreEntry load(String key);

	/**
	 * Save bytes under a key, once they are durable.
	 * @param key the key
	 * @param content the bytes
	 * @param expected the version to replace, or {@code null} if there must be no entry
	 * yet
	 * @return the new version
	 * @throws StaleVersionException if the entry is not of the expected version
	 * @throws StoreException if they cannot be saved; the former entry is unharmed
	 */
	String save(String key, byte[] content, @Nullable String expected);

	/**
	 * Delete what is kept under a key. Deleting what is not there does nothing.
	 * @param key the key
	 * @param expected the version to delete
	 * @throws StaleVersionException if the entry is not of the expected version
	 * @throws StoreException if it cannot be deleted
	 */
	void delete(String key, String expected);

	/**
	 * List the keys below a path.
	 * @param prefix the first parts of the keys, or an empty string for all
	 * @return the keys, sorted
	 * @throws StoreException if they cannot be listed
	 */
	List<String> list(String prefix);

	/**
	 * Try to be the only one, among all processes that share the store, to do a thing.
	 * @param name the thing, written like a key
	 * @param duration for how long, unless it is renewed
	 * @return the lease, or {@code null} if somebody else has it
	 * @throws StoreException if that cannot be told
	 */
	@Nullable Lease tryLease(String name, Duration duration);

	/**
	 * Say where the content of a key is, for people.
	 * @param key the key
	 * @return a file's path, a table and row, or the like
	 */
	String describe(String key);

	/**
	 * Save bytes under a key, whatever was there, for one who holds the lease that keeps
	 * others from writing.
	 * @param key the key
	 * @param content the bytes
	 * @throws StoreException if they cannot be saved, or if somebody wrote all the same
	 */
	default void put(String key, byte[] content) {
		StoreEntry former = load(key);
		save(key, content, (former != null) ? former.version() : null);
	}

	/**
	 * Delete what is kept under a key, whatever it is, if there is anything.
	 * @param key the key
	 * @throws StoreException if it cannot be deleted, or if somebody wrote in between
	 */
	default void remove(String key) {
		StoreEntry former = load(key);
		if (former != null) {
			delete(key, former.version());
		}
	}

	/**
	 * Try the store as it will be needed: write, read back, delete.
	 * @throws StoreException if it cannot be relied on
	 */
	default void verify() {
		List<String> left = list("probe");
		// Of processes that were killed in the midst of this. Fewer may be those of
		// processes that are at it.
		if (left.size() > 10) {
			left.forEach(this::remove);
		}
		String key = "probe/" + UUID.randomUUID();
		// As much as a key with a long chain takes, so that a store that is almost full
		// is
		// found out too.
		byte[] content = new byte[16 * 1024];
		put(key, content);
		StoreEntry entry = load(key);
		if (entry == null || entry.content().length != content.length) {
			throw new StoreException(describe(key) + " does not give back what was written to it");
		}
		delete(key, entry.version());
	}

}
