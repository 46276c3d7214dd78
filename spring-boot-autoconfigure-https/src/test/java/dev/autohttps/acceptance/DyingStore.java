package dev.autohttps.acceptance;

import java.time.Duration;
import java.util.List;

import dev.autohttps.certificate.Lease;
import dev.autohttps.certificate.Store;
import dev.autohttps.certificate.StoreEntry;
import dev.autohttps.certificate.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * A store whose process dies at a save: nothing is saved or loaded from then on.
 */
final class DyingStore implements Store {

	private final Store delegate;

	private final boolean saved;

	private int left;

	/**
	 * Create a new store.
	 * @param delegate what stays
	 * @param save the number of the save at which it dies
	 * @param saved whether that one is done yet
	 */
	DyingStore(Store delegate, int save, boolean saved) {
		this.delegate = delegate;
		this.left = save;
		this.saved = saved;
	}

	@Override
	public @Nullable StoreEntry load(String key) {
		checkAlive();
		return this.delegate.load(key);
	}

	@Override
	public String save(String key, byte[] content, @Nullable String expected) {
		checkAlive();
		this.left--;
		if (this.left > 0 || this.saved) {
			String version = this.delegate.save(key, content, expected);
			checkAlive();
			return version;
		}
		throw new StoreException("Died before a save");
	}

	private void checkAlive() {
		if (this.left <= 0) {
			throw new StoreException("Dead");
		}
	}

	@Override
	public void delete(String key, String expected) {
		checkAlive();
		this.delegate.delete(key, expected);
	}

	@Override
	public List<String> list(String prefix) {
		return this.delegate.list(prefix);
	}

	@Override
	public @Nullable Lease tryLease(String name, Duration duration) {
		return this.delegate.tryLease(name, duration);
	}

	@Override
	public String describe(String key) {
		return this.delegate.describe(key);
	}

}
