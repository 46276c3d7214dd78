package dev.autohttps.certificate;

import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Takes an entry that cannot be used out of the way, and keeps it for people to look at.
 */
public final class SetAside {

	private final Store store;

	private final InstantSource clock;

	private final Consumer<String> warnings;

	/**
	 * Create a new instance.
	 * @param store where the entry is, and will be kept
	 * @param clock tells when it was set aside
	 * @param warnings told of it in a sentence for people
	 */
	public SetAside(Store store, InstantSource clock, Consumer<String> warnings) {
		this.store = store;
		this.clock = clock;
		this.warnings = warnings;
	}

	/**
	 * Set an entry aside. That it could not be is told, and is no reason not to go on.
	 * @param key the entry's key, under which there is nothing afterwards
	 * @param entry the entry
	 * @param reason what is wrong with it
	 */
	public void put(String key, StoreEntry entry, InvalidCertificateException reason) {
		String aside = "set-aside/" + key.replace('/', '+') + "+" + this.clock.millis();
		String problem = this.store.describe(key) + " cannot be used: " + reason.getMessage() + ". ";
		try {
			this.store.save(aside, entry.content(), null);
			this.store.delete(key, entry.version());
			this.warnings.accept(problem + "It was set aside as " + this.store.describe(aside));
		}
		catch (StoreException ex) {
			this.warnings.accept(problem + "It could not be set aside: " + ex.getMessage());
		}
	}

}
