package dev.autohttps.certificate;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * A store in memory that fails when a test says so. Several views of the same content
 * stand for several processes.
 */
public final class TestStore implements Store {

	private final NavigableMap<String, byte[]> entries;

	private final Set<String> leases;

	private volatile Predicate<String> broken = (operation) -> false;

	public TestStore() {
		this(new TreeMap<>(), ConcurrentHashMap.newKeySet());
	}

	private TestStore(NavigableMap<String, byte[]> entries, Set<String> leases) {
		this.entries = entries;
		this.leases = leases;
	}

	/**
	 * Return the store as another process sees it.
	 * @return a view with failures of its own
	 */
	public TestStore another() {
		return new TestStore(this.entries, this.leases);
	}

	/**
	 * Fail from now on.
	 * @param broken which operations fail, written as {@code load key}, {@code save key},
	 * {@code delete key} or {@code lease name}
	 */
	public void breakOn(Predicate<String> broken) {
		this.broken = broken;
	}

	/**
	 * Work again.
	 */
	public void mend() {
		this.broken = (operation) -> false;
	}

	@Override
	public @Nullable StoreEntry load(String key) {
		attempt("load " + key);
		synchronized (this.entries) {
			byte[] content = this.entries.get(key);
			return (content != null) ? new StoreEntry(content.clone(), version(content)) : null;
		}
	}

	@Override
	public String save(String key, byte[] content, @Nullable String expected) {
		attempt("save " + key);
		synchronized (this.entries) {
			check(key, expected);
			this.entries.put(key, content.clone());
			return version(content);
		}
	}

	@Override
	public void delete(String key, String expected) {
		attempt("delete " + key);
		synchronized (this.entries) {
			if (this.entries.containsKey(key)) {
				check(key, expected);
				this.entries.remove(key);
			}
		}
	}

	@Override
	public List<String> list(String prefix) {
		synchronized (this.entries) {
			// The character after the slash.
			return List
				.copyOf((prefix.isEmpty() ? this.entries : this.entries.subMap(prefix + "/", prefix + "0")).keySet());
		}
	}

	@Override
	public @Nullable Lease tryLease(String name, Duration duration) {
		attempt("lease " + name);
		return this.leases.add(name) ? new TestLease(name) : null;
	}

	@Override
	public String describe(String key) {
		return "memory:" + key;
	}

	private void attempt(String operation) {
		if (this.broken.test(operation)) {
			throw new StoreException("Cannot " + operation + ": the test says so");
		}
	}

	private void check(String key, @Nullable String expected) {
		byte[] current = this.entries.get(key);
		String version = (current != null) ? version(current) : null;
		if (!Objects.equals(version, expected)) {
			throw new StaleVersionException(key);
		}
	}

	private static String version(byte[] content) {
		return Arrays.hashCode(content) + "-" + content.length;
	}

	private final class TestLease implements Lease {

		private final String name;

		private volatile boolean held = true;

		private TestLease(String name) {
			this.name = name;
		}

		@Override
		public boolean renew() {
			return this.held;
		}

		@Override
		public Store store() {
			return TestStore.this;
		}

		@Override
		public void close() {
			if (this.held) {
				this.held = false;
				TestStore.this.leases.remove(this.name);
			}
		}

	}

}
