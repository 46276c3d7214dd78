package dev.autohttps.doctor;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import dev.autohttps.acme.dns.DnsAnswer;
import dev.autohttps.acme.dns.DnsAnswer.Status;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The threads in which one examination is made, each look in a time that is bounded even
 * where the JDK bounds none.
 */
final class Rounds implements AutoCloseable {

	/**
	 * How long one look may take.
	 */
	static final Duration LONGEST = Duration.ofSeconds(5);

	private static final int THREADS = 32;

	private static final Log logger = LogFactory.getLog(Rounds.class);

	private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, (task) -> {
		Thread thread = new Thread(task, "https-doctor");
		thread.setDaemon(true);
		return thread;
	});

	/**
	 * Begin to look.
	 * @param look what to do
	 * @param otherwise what to say if it takes too long or fails
	 */
	<T> CompletableFuture<T> start(Supplier<T> look, T otherwise) {
		return CompletableFuture.supplyAsync(look, this.threads)
			.completeOnTimeout(otherwise, LONGEST.toMillis(), TimeUnit.MILLISECONDS)
			.exceptionally((ex) -> {
				logger.debug("The doctor could not look", ex);
				return otherwise;
			});
	}

	/**
	 * Return what is said of a DNS server that takes too long.
	 */
	static DnsAnswer lateAnswer() {
		return new DnsAnswer(Status.SILENT, List.of(), "no answer within " + LONGEST.toSeconds() + " s");
	}

	/**
	 * Let go of what is still looking: it has an end of its own.
	 */
	@Override
	public void close() {
		this.threads.shutdownNow();
	}

}
