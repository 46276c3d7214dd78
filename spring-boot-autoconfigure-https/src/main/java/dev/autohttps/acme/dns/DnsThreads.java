package dev.autohttps.acme.dns;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads in which the DNS is changed and asked, so that nobody has to wait for it.
 */
final class DnsThreads implements AutoCloseable {

	private static final int THREADS = 32;

	private static final Duration IDLE = Duration.ofSeconds(10);

	private static final Duration LAST = Duration.ofSeconds(5);

	private final AtomicInteger count = new AtomicInteger();

	private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(THREADS, (task) -> {
		Thread thread = new Thread(task, "https-dns-" + this.count.incrementAndGet());
		thread.setDaemon(true);
		return thread;
	});

	DnsThreads() {
		this.executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		this.executor.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
		this.executor.setRemoveOnCancelPolicy(true);
		this.executor.setKeepAliveTime(IDLE.toMillis(), TimeUnit.MILLISECONDS);
		this.executor.allowCoreThreadTimeOut(true);
	}

	/**
	 * Begin a task.
	 * @return what comes of it; once this is closed, it fails with a
	 * {@link CancellationException} if it had been begun, and else never ends
	 */
	<T> CompletableFuture<T> run(DnsTask<T> task) {
		CompletableFuture<T> result = new CompletableFuture<>();
		try {
			this.executor.execute(() -> run(task, result));
		}
		catch (RejectedExecutionException ex) {
			result.cancel(false);
		}
		return result;
	}

	private static <T> void run(DnsTask<T> task, CompletableFuture<T> result) {
		try {
			result.complete(task.run());
		}
		catch (InterruptedException ex) {
			result.cancel(false);
		}
		catch (Throwable ex) {
			result.completeExceptionally(ex);
		}
	}

	/**
	 * Do something at once, and then again and again.
	 */
	Future<?> repeat(Runnable task, Duration interval) {
		return this.executor.scheduleWithFixedDelay(task, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * Do something later.
	 */
	void later(Runnable task, Duration delay) {
		try {
			this.executor.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			// It is closed.
		}
	}

	/**
	 * Return what came of a task that has ended.
	 */
	static <T> T result(CompletableFuture<T> ended) throws DnsRecordsException {
		try {
			return ended.join();
		}
		catch (CancellationException ex) {
			throw DnsRecordsException.passing("the application stops", ex);
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof DnsRecordsException failure) {
				throw failure;
			}
			if (ex.getCause() instanceof RuntimeException failure) {
				throw failure;
			}
			throw ex;
		}
	}

	/**
	 * End what is being done.
	 */
	@Override
	public void close() {
		this.executor.shutdownNow();
		try {
			this.executor.awaitTermination(LAST.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
