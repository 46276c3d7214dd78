package dev.autohttps.store.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import dev.autohttps.certificate.StaleVersionException;
import dev.autohttps.certificate.StoreEntry;
import dev.autohttps.certificate.StoreException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

@Timeout(120)
class FileStoreTests {

	@TempDir
	private Path temporary;

	private Path directory;

	private FileStore store;

	@BeforeEach
	void setUp() {
		this.directory = this.temporary.resolve("a/store");
		this.store = new FileStore(this.directory);
	}

	@Test
	void nothingIsMadeBeforeItIsNeeded() {
		assertThat(this.store.load("a/b")).isNull();
		assertThat(this.store.list("")).isEmpty();
		assertThat(this.store.list("a")).isEmpty();
		assertThat(this.directory.getParent()).doesNotExist();
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void whatTheDiskCannotReadIsSaidAndNotTakenForMissing() throws IOException {
		// Reading the first page of a process's own memory is an error of the device.
		Files.createDirectories(this.directory);
		Files.createSymbolicLink(this.directory.resolve("a"), Path.of("/proc/self/mem"));
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.store.load("a"))
			.withMessage("Cannot read " + this.store.describe("a") + ": input/output error");
	}

	@Test
	void whatIsSavedIsLoadedByTheNext() {
		String version = save("a/b/c.pem", "content", null);
		StoreEntry entry = new FileStore(this.directory).load("a/b/c.pem");
		assertThat(entry.content()).asString(StandardCharsets.UTF_8).isEqualTo("content");
		assertThat(entry.version()).isEqualTo(version);
		assertThat(this.directory.resolve("a/b/c.pem")).hasContent("content");
		assertThat(this.store.describe("a/b/c.pem")).isEqualTo(this.directory.resolve("a/b/c.pem").toString());
	}

	@Test
	void noBytesAndManyBytesCanBeSaved() {
		save("empty", "", null);
		assertThat(this.store.load("empty").content()).isEmpty();
		byte[] many = new byte[3_000_000];
		Arrays.fill(many, (byte) 7);
		this.store.save("many", many, null);
		assertThat(this.store.load("many").content()).isEqualTo(many);
	}

	@Test
	void anEntryIsReplacedOnlyIfItIsOfTheExpectedVersion() {
		String first = save("a", "1", null);
		assertThatExceptionOfType(StaleVersionException.class).isThrownBy(() -> save("a", "x", null));
		String second = save("a", "2", first);
		assertThat(second).isNotEqualTo(first);
		assertThatExceptionOfType(StaleVersionException.class).isThrownBy(() -> save("a", "x", first));
		assertThatExceptionOfType(StaleVersionException.class).isThrownBy(() -> save("b", "x", first));
		assertThat(content("a")).isEqualTo("2");
		assertThat(this.store.load("b")).isNull();
	}

	@Test
	void anEntryIsDeletedOnlyIfItIsOfTheExpectedVersion() {
		String first = save("a", "1", null);
		String second = save("a", "2", first);
		assertThatExceptionOfType(StaleVersionException.class).isThrownBy(() -> this.store.delete("a", first));
		this.store.delete("a", second);
		this.store.delete("a", second);
		assertThat(this.store.load("a")).isNull();
		save("a", "3", null);
	}

	@Test
	void keysAreListedBelowAPath() {
		for (String key : List.of("b/2", "b/1", "a", "b/c/d", "bb/1")) {
			save(key, "x", null);
		}
		this.store.tryLease("some/lease", null).close();
		assertThat(this.store.list("")).containsExactly("a", "b/1", "b/2", "b/c/d", "bb/1");
		assertThat(this.store.list("b")).containsExactly("b/1", "b/2", "b/c/d");
		assertThat(this.store.list("nothing")).isEmpty();
	}

	@Test
	void filesThatAreNoKeysAreNotListed() throws IOException {
		save("a", "x", null);
		Files.writeString(this.directory.resolve("README"), "x");
		Files.writeString(this.directory.resolve(".hidden"), "x");
		assertThat(this.store.list("")).containsExactly("a").allSatisfy(this.store::load);
	}

	@Test
	void onlyTheOwnerCanReadAnything() throws IOException {
		assumeTrue(Files.getFileStore(this.temporary).supportsFileAttributeView("posix"));
		save("a/b", "secret", null);
		this.store.tryLease("x", null).close();
		try (Stream<Path> files = Files.walk(this.directory.getParent())) {
			assertThat(files).allSatisfy((file) -> assertThat(Files.getPosixFilePermissions(file))
				.isEqualTo(PosixFilePermissions.fromString(Files.isDirectory(file) ? "rwx------" : "rw-------")));
		}
	}

	@Test
	void aDirectoryThatWasThereKeepsItsMode() throws IOException {
		assumeTrue(Files.getFileStore(this.temporary).supportsFileAttributeView("posix"));
		Files.createDirectories(this.directory);
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwxr-x---"));
		save("a", "x", null);
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(this.directory))).isEqualTo("rwxr-x---");
	}

	@Test
	void aReaderNeverSeesHalfAnEntry() throws Exception {
		AtomicBoolean done = new AtomicBoolean();
		this.store.put("a", filled((byte) 0));
		ExecutorService executor = Executors.newSingleThreadExecutor();
		Future<Integer> reader = executor.submit(() -> {
			int seen = 0;
			for (; !done.get(); seen++) {
				byte[] content = this.store.load("a").content();
				assertThat(content).isEqualTo(filled(content[0]));
			}
			return seen;
		});
		for (int i = 0; i < 150; i++) {
			this.store.put("a", filled((byte) i));
		}
		done.set(true);
		assertThat(reader.get()).isPositive();
		executor.shutdown();
	}

	@Test
	void listingGoesOnWhileOthersWrite() throws Exception {
		AtomicBoolean done = new AtomicBoolean();
		this.store.put("x/a", filled((byte) 0));
		ExecutorService executor = Executors.newSingleThreadExecutor();
		Future<Integer> lister = executor.submit(() -> {
			int seen = 0;
			for (; !done.get(); seen++) {
				assertThat(this.store.list("")).contains("x/a");
			}
			return seen;
		});
		for (int i = 0; i < 300 && !lister.isDone(); i++) {
			this.store.put("x/b", new byte[] { (byte) i });
			this.store.remove("x/b");
		}
		done.set(true);
		assertThat(lister.get()).isPositive();
		executor.shutdown();
	}

	@Test
	void whatAKilledWriterLeftIsHarmless() throws IOException {
		save("x/a", "1", null);
		Files.writeString(this.directory.resolve("x/a.tmp"), "half");
		Files.writeString(this.directory.resolve("x/b.tmp"), "half");
		assertThat(this.store.list("")).containsExactly("x/a");
		assertThat(content("x/a")).isEqualTo("1");
		assertThat(this.store.load("x/b")).isNull();
		save("x/b", "2", null);
		this.store.put("x/a", "3".getBytes(StandardCharsets.US_ASCII));
		assertThat(content("x/a")).isEqualTo("3");
		assertThat(content("x/b")).isEqualTo("2");
		assertThat(this.directory.resolve("x/a.tmp")).doesNotExist();
	}

	@Test
	void aFileInThePlaceOfADirectoryIsSaid() throws IOException {
		Files.createDirectories(this.directory.getParent());
		Files.createFile(this.directory);
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> save("a", "x", null))
			.withMessageContaining(this.directory.toString())
			.withMessageContaining("a file is in the place of a directory");
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.store.tryLease("a", null))
			.withMessageContaining("a file is in the place of a directory");
		assertThatExceptionOfType(StoreException.class).isThrownBy(this.store::verify);
	}

	@Test
	void aDirectoryInThePlaceOfAFileIsSaid() {
		save("a/b", "x", null);
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.store.load("a"))
			.withMessageContaining("Cannot read " + this.directory.resolve("a"));
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> save("a", "x", null));
		assertThat(content("a/b")).isEqualTo("x");
	}

	@Test
	void aDirectoryThatCannotBeWrittenIsSaid() throws IOException {
		Files.createDirectories(this.directory);
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("r-x------"));
		try {
			assumeTrue(!Files.isWritable(this.directory), "root may write everywhere");
			assertThatExceptionOfType(StoreException.class).isThrownBy(() -> save("a", "x", null))
				.withMessageContaining("permission denied");
		}
		finally {
			Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwx------"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "../x", "a/../../x", "..", ".", "a/./b", "/etc/passwd", "a//b", "a/", "/", "A", "a/B.pem",
			"", "a\\b", "a b", "a\u0000", "C:/x", "~/x", "ü", "a/.hidden", "a\n", "a/b\n" })
	void aKeyThatIsNoneIsRefused(String key) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.store.load(key));
		assertThatIllegalArgumentException().isThrownBy(() -> save(key, "x", null));
		assertThatIllegalArgumentException().isThrownBy(() -> this.store.delete(key, "x"));
		assertThatIllegalArgumentException().isThrownBy(() -> this.store.describe(key));
		assertThat(this.directory).doesNotExist();
	}

	@ParameterizedTest
	@ValueSource(strings = { "locks/store.lock", "a/b.tmp" })
	void aKeyThatTheStoreNeedsForItselfIsRefused(String key) {
		assertThatIllegalArgumentException().isThrownBy(() -> save(key, "x", null));
	}

	@ParameterizedTest
	@ValueSource(strings = { "../x", "/x", "A", "" })
	void aLeaseOfNoNameIsRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.store.tryLease(name, null));
	}

	private String save(String key, String content, String expected) {
		return this.store.save(key, content.getBytes(StandardCharsets.UTF_8), expected);
	}

	private String content(String key) {
		return new String(this.store.load(key).content(), StandardCharsets.UTF_8);
	}

	private static byte[] filled(byte with) {
		byte[] content = new byte[50_000 + 100 * (with & 0xff)];
		Arrays.fill(content, with);
		return content;
	}

}
