package dev.autohttps.store.file;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import dev.autohttps.certificate.Lease;
import dev.autohttps.certificate.LeaseLostException;
import dev.autohttps.certificate.Store;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(120)
class FileStoreLeaseTests {

	private static final Duration LONG = Duration.ofMinutes(5);

	@TempDir
	private Path directory;

	private FileStore store;

	@BeforeEach
	void setUp() {
		this.store = new FileStore(this.directory);
	}

	@Test
	void oneHasItUntilItIsGivenBack() {
		Lease lease = this.store.tryLease("a/b", LONG);
		assertThat(lease.renew()).isTrue();
		assertThat(this.store.tryLease("a/b", LONG)).isNull();
		assertThat(new FileStore(this.directory).tryLease("a/b", LONG)).isNull();
		assertThat(new FileStore(this.directory.resolve("x/..")).tryLease("a/b", LONG)).isNull();
		lease.close();
		assertThat(lease.renew()).isFalse();
		Lease next = this.store.tryLease("a/b", LONG);
		assertThat(next).isNotNull();
		next.close();
	}

	@Test
	void leasesOfOtherNamesAndDirectoriesAreFree() {
		Lease one = this.store.tryLease("a", LONG);
		Lease two = this.store.tryLease("b", LONG);
		Lease three = new FileStore(this.directory.resolve("other")).tryLease("a", LONG);
		assertThat(List.of(one, two, three)).allMatch(Lease::renew);
		List.of(one, two, three).forEach(Lease::close);
	}

	@Test
	void givingItBackTwiceDoesNotTakeItFromTheNext() {
		Lease first = this.store.tryLease("a", LONG);
		first.close();
		Lease second = this.store.tryLease("a", LONG);
		first.close();
		assertThat(second.renew()).isTrue();
		assertThat(this.store.tryLease("a", LONG)).isNull();
		second.close();
	}

	@Test
	void itsStoreWritesOnlyWhileItIsHeld() {
		Lease lease = this.store.tryLease("a", LONG);
		Store fenced = lease.store();
		fenced.put("x", new byte[] { 1 });
		lease.close();
		assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> fenced.put("x", new byte[] { 2 }))
			.withMessageContaining("'a'");
		assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> fenced.remove("x"));
		assertThatExceptionOfType(LeaseLostException.class).isThrownBy(fenced::verify);
		assertThat(fenced.load("x").content()).containsExactly(1);
		assertThat(this.store.load("x").content()).containsExactly(1);
	}

	@Test
	void onlyOneOfManyThreadsHasIt() throws Exception {
		AtomicInteger holders = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		AtomicInteger granted = new AtomicInteger();
		ExecutorService executor = Executors.newFixedThreadPool(8);
		List<Callable<Void>> tasks = IntStream.range(0, 8).<Callable<Void>>mapToObj((i) -> () -> {
			for (int j = 0; j < 200; j++) {
				try (Lease lease = this.store.tryLease("a", LONG)) {
					if (lease != null) {
						granted.incrementAndGet();
						most.accumulateAndGet(holders.incrementAndGet(), Math::max);
						holders.decrementAndGet();
					}
				}
			}
			return null;
		}).toList();
		for (Future<Void> done : executor.invokeAll(tasks)) {
			done.get();
		}
		executor.shutdown();
		assertThat(granted.get()).isPositive();
		assertThat(most).hasValue(1);
	}

	@Test
	void anotherProcessIsRefusedAndAnotherTryInThisOneChangesNothing() throws Exception {
		Lease lease = this.store.tryLease("a", LONG);
		assertThat(this.store.tryLease("a", LONG)).isNull();
		this.store.put("x", new byte[0]);
		assertThat(anotherProcessTries("a")).isEqualTo("refused");
		assertThat(anotherProcessTries("b")).isEqualTo("held");
		lease.close();
		assertThat(anotherProcessTries("a")).isEqualTo("held");
	}

	@Test
	void itIsFreeAtOnceWhenItsHolderIsKilled() throws Exception {
		try (StoreProcess holder = StoreProcess.start(this.directory, "hold", "a")) {
			assertThat(holder.line()).isEqualTo("held");
			assertThat(this.store.tryLease("a", LONG)).isNull();
			holder.kill();
			Lease lease = this.store.tryLease("a", LONG);
			assertThat(lease).isNotNull();
			lease.close();
		}
	}

	private String anotherProcessTries(String name) throws Exception {
		try (StoreProcess process = StoreProcess.start(this.directory, "try", name)) {
			return process.line();
		}
	}

}
