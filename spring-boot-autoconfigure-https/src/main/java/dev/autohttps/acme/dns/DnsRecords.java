package dev.autohttps.acme.dns;

import java.time.Duration;

/**
 * Whoever can change the DNS: publishes and withdraws the TXT values that answer dns-01
 * challenges (RFC 8555 section 8.4). A bean of this type is used for every name for which
 * no other is configured.
 *
 * <p>
 * What an implementation can rely on, and must hold to:
 * <ul>
 * <li>A name can have <b>several values at once</b>: a wildcard and the name below which
 * it stands are proven with two values at one name, and other orders may be under way.
 * Publishing adds a value and leaves the others alone; withdrawing removes that value
 * alone. Who cannot do that says how many a name can have
 * ({@link #valuesPerName()}).</li>
 * <li>Both are <b>idempotent</b>: to publish a value that is there, or to withdraw one
 * that is not, is no failure and changes nothing. After a crash both are called again for
 * whatever was under way.</li>
 * <li>Both are called <b>concurrently</b>, in threads of their own, for different values,
 * and by several processes. No two calls for one and the same value overlap within a
 * process.</li>
 * <li>When a method returns, the change was accepted; that <b>all servers have it is
 * looked at afterwards</b>, so nobody waits for it here.</li>
 * <li>A call may take its time but must end, at the latest when its thread is
 * interrupted, which happens when the application stops.</li>
 * <li>{@link DnsRecordsException} is thrown for what failed: {@code passing} for what is
 * worth another try soon, {@code lasting} for what somebody has to mend. Any other
 * exception counts as lasting. Messages never tell a secret: they are logged, and shown
 * by the Actuator.</li>
 * </ul>
 */
public interface DnsRecords {

	/**
	 * Publish a value.
	 * @param record the name and the value
	 * @throws DnsRecordsException if it was not accepted
	 * @throws InterruptedException if the thread is interrupted
	 */
	void publish(TxtRecord record) throws DnsRecordsException, InterruptedException;

	/**
	 * Withdraw a value that was published. It is called for each, also after a failed
	 * order, and again later if it fails.
	 * @param record the name and the value
	 * @throws DnsRecordsException if it was not accepted
	 * @throws InterruptedException if the thread is interrupted
	 */
	void withdraw(TxtRecord record) throws DnsRecordsException, InterruptedException;

	/**
	 * Return how many values a name can have at once. What has no room waits until
	 * another was withdrawn, so names are proven one after the other then.
	 * @return the number, at least 1; by default there is no limit
	 */
	default int valuesPerName() {
		return Integer.MAX_VALUE;
	}

	/**
	 * Return how long a resolver of the CA's may remember what a name had before, so that
	 * the CA is not told sooner. Asked only where a value took the place of another, or
	 * joined those of other orders.
	 * @return the time to live of the records that are published; by default it is not
	 * waited
	 */
	default Duration settlingTime() {
		return Duration.ZERO;
	}

	/**
	 * Return who changes the DNS, for messages.
	 * @return for example {@code RFC 2136 update at 192.0.2.53}; by default the class
	 */
	default String description() {
		return getClass().getSimpleName();
	}

}
