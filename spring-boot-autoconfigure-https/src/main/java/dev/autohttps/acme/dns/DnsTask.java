package dev.autohttps.acme.dns;

/**
 * Something that is done with the DNS, which takes its time.
 *
 * @param <T> what comes of it
 */
interface DnsTask<T> {

	T run() throws DnsRecordsException, InterruptedException;

}
