package dev.autohttps.certificate;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class StoreTests {

	private final TestStore store = new TestStore();

	@Test
	void verifyingLeavesNothingBehind() {
		this.store.verify();
		this.store.verify();
		assertThat(this.store.list("")).isEmpty();
	}

	@Test
	void whatKilledProcessesLeftDoesNotPileUp() {
		for (int i = 0; i < 30; i++) {
			this.store.put("probe/left-" + i, new byte[] { 1 });
			this.store.verify();
			assertThat(this.store.list("probe")).hasSizeLessThanOrEqualTo(11);
		}
		this.store.verify();
		assertThat(this.store.list("probe")).isNotEmpty();
	}

	@Test
	void verifyingFindsOutWhatDoesNotWork() {
		for (String broken : new String[] { "save ", "load ", "delete " }) {
			this.store.breakOn((operation) -> operation.startsWith(broken));
			assertThatExceptionOfType(StoreException.class).isThrownBy(this.store::verify);
		}
		this.store.mend();
		this.store.verify();
	}

	@Test
	void putAndRemoveTakeWhateverIsThere() {
		this.store.put("a/b", new byte[] { 1 });
		this.store.put("a/b", new byte[] { 2 });
		assertThat(this.store.load("a/b").content()).containsExactly(2);
		this.store.remove("a/b");
		this.store.remove("a/b");
		assertThat(this.store.load("a/b")).isNull();
	}

	@Test
	void theTextOfAnEntryDoesNotShowItsContent() {
		StoreEntry entry = new StoreEntry("secret".getBytes(), "7");
		assertThat(entry).hasToString("StoreEntry[6 bytes, version 7]");
		assertThat(entry).isEqualTo(new StoreEntry("secret".getBytes(), "7"))
			.isNotEqualTo(new StoreEntry(new byte[0], "7"));
	}

}
