package dev.autohttps.renewal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import dev.autohttps.certificate.Lease;
import dev.autohttps.certificate.Store;
import dev.autohttps.certificate.StoreEntry;
import org.jspecify.annotations.Nullable;

/**
 * A store that counts what is done to it, and asks at each operation what goes wrong.
 */
final class FailingStore implements Store {

	/**
	 * What was done, written as {@code load key}, {@code save key}, {@code delete key} or
	 * {@code lease name}.
	 */
	final List<String> operations = new ArrayList<>();

	private final Store store;

	private final Trouble trouble;

	FailingStore(Store store, Trouble trouble) {
		this.store = store;
		this.trouble = trouble;
	}

	@Override
	public @Nullable StoreEntry load(String key) {
		return attempt("load " + key, () -> this.store.load(key));
	}

	@Override
	public String save(String key, byte[] content, @Nullable String expected) {
		return attempt("save " + key, () -> this.store.save(key, content, expected));
	}

	@Override
	public void delete(String key, String expected) {
		attempt("delete " + key, () -> {
			this.store.delete(key, expected);
			return key;
		});
	}

	@Override
	public List<String> list(String prefix) {
		return this.store.list(prefix);
	}

	@Override
	public @Nullable Lease tryLease(String name, Duration duration) {
		this.operations.add("lease " + name);
		this.trouble.before(this.operations.size(), "lease " + name);
		Lease lease = this.store.tryLease(name, duration);
		return (lease != null) ? new FailingLease(lease, this) : null;
	}

	@Override
	public String describe(String key) {
		return this.store.describe(key);
	}

	private <T> T attempt(String operation, Supplier<T> action) {
		this.operations.add(operation);
		int number = this.operations.size();
		this.trouble.before(number, operation);
		T result = action.get();
		this.trouble.after(number, operation);
		return result;
	}

	/**
	 * What goes wrong.
	 */
	interface Trouble {

		/**
		 * Throw something if an operation is not to be done.
		 */
		default void before(int number, String operation) {
		}

		/**
		 * Throw something if an operation is done, and nobody is to know.
		 */
		default void after(int number, String operation) {
		}

	}

	private record FailingLease(Lease lease, Store store) implements Lease {

		@Override
		public boolean renew() {
			return this.lease.renew();
		}

		@Override
		public void close() {
			this.lease.close();
		}

	}

}
