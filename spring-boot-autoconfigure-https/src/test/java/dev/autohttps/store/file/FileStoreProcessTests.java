package dev.autohttps.store.file;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

@Timeout(180)
class FileStoreProcessTests {

	@TempDir
	private Path directory;

	private FileStore store;

	@BeforeEach
	void setUp() {
		this.store = new FileStore(this.directory.resolve("store"));
	}

	@Test
	void manyThreadsAndProcessesLoseNoUpdate() throws Exception {
		this.store.save("counter", "0".getBytes(StandardCharsets.US_ASCII), null);
		List<StoreProcess> processes = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			processes.add(StoreProcess.start(this.store.getDirectory(), "count", "counter", "30"));
		}
		ExecutorService executor = Executors.newFixedThreadPool(4);
		List<Future<?>> threads = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			threads.add(executor.submit(() -> StoreProcess.count(this.store, "counter", 30)));
		}
		for (Future<?> thread : threads) {
			thread.get();
		}
		for (StoreProcess process : processes) {
			assertThat(process.line()).isEqualTo("done");
			process.close();
		}
		executor.shutdown();
		assertThat(this.store.load("counter").content()).asString(StandardCharsets.US_ASCII).isEqualTo("210");
	}

	@Test
	void aWriterThatIsKilledLeavesAWholeEntry() throws Exception {
		for (int i = 0; i < 3; i++) {
			try (StoreProcess writer = StoreProcess.start(this.store.getDirectory(), "write", "a", "300000")) {
				assertThat(writer.line()).isEqualTo("writing");
				byte[] last = this.store.load("a").content();
				while (this.store.load("a").content()[0] == last[0]) {
					Thread.onSpinWait();
				}
				writer.kill();
			}
			byte[] content = this.store.load("a").content();
			assertThat(content).hasSize(300_000).containsOnly(content[0]);
			this.store.put("a", content);
			this.store.remove("a");
			assertThat(this.store.list("")).isEmpty();
		}
	}

	@Test
	void aDiskThatIsFullIsSaidAndTheFormerEntryIsUnharmed() throws Exception {
		// A limit on the size of a file fails a write half-way, as a full disk does.
		Path prlimit = Path.of("/usr/bin/prlimit");
		assumeTrue(Files.isExecutable(prlimit), "prlimit is not installed");
		this.store.save("a", "former".getBytes(StandardCharsets.US_ASCII), null);
		try (StoreProcess process = StoreProcess.startBy(List.of(prlimit.toString(), "--fsize=65536"),
				this.store.getDirectory(), "save", "a", "100000")) {
			assertThat(process.line()).startsWith("Cannot write " + this.store.describe("a") + ": file too large");
		}
		assertThat(this.store.load("a").content()).asString(StandardCharsets.US_ASCII).isEqualTo("former");
		assertThat(this.store.getDirectory().resolve("a.tmp")).doesNotExist();
	}

}
