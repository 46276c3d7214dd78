package dev.autohttps.store.file;

import java.io.IOException;

import dev.autohttps.certificate.Lease;
import dev.autohttps.certificate.LeaseLostException;
import dev.autohttps.certificate.Store;
import dev.autohttps.certificate.StoreException;

/**
 * A lease that lasts as long as its process does, since the operating system keeps the
 * lock and frees it when the process dies.
 */
final class FileLease implements Lease {

	private final String name;

	private final ExclusiveFile file;

	private final Store store;

	FileLease(String name, ExclusiveFile file, FileStore store) {
		this.name = name;
		this.file = file;
		this.store = store.fencedBy(this::check);
	}

	@Override
	public boolean renew() {
		return this.file.isHeld();
	}

	@Override
	public Store store() {
		return this.store;
	}

	@Override
	public void close() {
		try {
			this.file.close();
		}
		catch (IOException ex) {
			throw new StoreException("The lock of '" + this.name + "' could not be freed", ex);
		}
	}

	private void check() {
		if (!this.file.isHeld()) {
			throw new LeaseLostException(this.name);
		}
	}

}
