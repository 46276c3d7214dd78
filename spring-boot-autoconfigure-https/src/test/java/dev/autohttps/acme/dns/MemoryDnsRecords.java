package dev.autohttps.acme.dns;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;

/**
 * Values in memory, of somebody who fails or takes long when a test says so.
 */
final class MemoryDnsRecords implements DnsRecords {

	private final Map<String, Set<String>> values = new TreeMap<>();

	private final int most;

	private int publications;

	volatile @Nullable Exception failure;

	volatile @Nullable CountDownLatch hold;

	volatile @Nullable Thread last;

	volatile Duration settling = Duration.ZERO;

	MemoryDnsRecords() {
		this(Integer.MAX_VALUE);
	}

	MemoryDnsRecords(int most) {
		this.most = most;
	}

	@Override
	public void publish(TxtRecord record) throws DnsRecordsException, InterruptedException {
		change();
		synchronized (this.values) {
			this.publications++;
			Set<String> current = this.values.computeIfAbsent(record.name(), (name) -> new TreeSet<>());
			current.add(record.value());
			if (current.size() > this.most) {
				throw new IllegalStateException("crowded: " + current);
			}
		}
	}

	@Override
	public void withdraw(TxtRecord record) throws DnsRecordsException, InterruptedException {
		change();
		synchronized (this.values) {
			this.values.getOrDefault(record.name(), new TreeSet<>()).remove(record.value());
			this.values.values().removeIf(Set::isEmpty);
		}
	}

	private void change() throws DnsRecordsException, InterruptedException {
		this.last = Thread.currentThread();
		CountDownLatch latch = this.hold;
		if (latch != null) {
			latch.await();
		}
		Exception thrown = this.failure;
		if (thrown instanceof DnsRecordsException known) {
			throw known;
		}
		if (thrown instanceof RuntimeException known) {
			throw known;
		}
	}

	@Override
	public int valuesPerName() {
		return this.most;
	}

	@Override
	public Duration settlingTime() {
		return this.settling;
	}

	@Override
	public String description() {
		return "the memory";
	}

	Map<String, Set<String>> values() {
		synchronized (this.values) {
			Map<String, Set<String>> copy = new TreeMap<>();
			this.values.forEach((name, all) -> copy.put(name, new TreeSet<>(all)));
			return copy;
		}
	}

	int publications() {
		synchronized (this.values) {
			return this.publications;
		}
	}

}
