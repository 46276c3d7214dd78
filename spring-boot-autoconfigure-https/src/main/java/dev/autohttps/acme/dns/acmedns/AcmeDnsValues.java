package dev.autohttps.acme.dns.acmedns;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

import dev.autohttps.acme.dns.DnsRecordsException;
import org.jspecify.annotations.Nullable;

/**
 * The values of one name at an acme-dns server, of which it keeps the two that were
 * written last.
 */
final class AcmeDnsValues {

	private final ReentrantLock lock = new ReentrantLock(true);

	private final Set<String> published = new LinkedHashSet<>();

	/**
	 * What was written last, or {@code null} if that is not known.
	 */
	private @Nullable String newest;

	/**
	 * Publish a value, and leave alone the other one that is published.
	 */
	void publish(String value, Write write) throws DnsRecordsException, InterruptedException {
		this.lock.lockInterruptibly();
		try {
			if (value.equals(this.newest) && this.published.contains(value)) {
				return;
			}
			for (String other : this.published) {
				// The older of the two is replaced, which it must not be.
				if (!other.equals(this.newest) && !other.equals(value)) {
					write(other, write);
				}
			}
			write(value, write);
			this.published.add(value);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Withdraw a value: it stays until two others were written, but need not.
	 */
	void withdraw(String value) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			this.published.remove(value);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void write(String value, Write write) throws DnsRecordsException, InterruptedException {
		// What was sent may have been taken, although there was no answer.
		this.newest = null;
		write.write(value);
		this.newest = value;
	}

	/**
	 * Writes a value.
	 */
	interface Write {

		void write(String value) throws DnsRecordsException, InterruptedException;

	}

}
