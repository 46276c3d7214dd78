package dev.autohttps.autoconfigure;

import dev.autohttps.certificate.Store;
import dev.autohttps.certificate.StoreException;
import dev.autohttps.renewal.CertificateLoader;
import dev.autohttps.store.file.FileStore;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.SmartLifecycle;

/**
 * The {@link CertificateLoader}, whose complaint about the store is put in terms of the
 * property that names it. It warns of what a start alone does not show.
 */
class HttpsLoader implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(HttpsLoader.class);

	private final CertificateLoader loader;

	private final Store store;

	private final StartWarnings warnings;

	private final boolean autoStartup;

	HttpsLoader(CertificateLoader loader, Store store, StartWarnings warnings, boolean autoStartup) {
		this.loader = loader;
		this.store = store;
		this.warnings = warnings;
		this.autoStartup = autoStartup;
	}

	/**
	 * Return the loader itself.
	 */
	CertificateLoader loader() {
		return this.loader;
	}

	@Override
	public void start() {
		try {
			this.loader.start();
			this.warnings.all().forEach(logger::warn);
		}
		catch (StoreException ex) {
			if (!(this.store instanceof FileStore file)) {
				throw ex;
			}
			throw new InvalidHttpsPropertyException("https.store.directory", file.getDirectory(),
					"The store cannot be used: " + ex.getMessage() + ".",
					"Make the directory one that the user of this process may read and write, free space in it, "
							+ "or set https.store.directory to another.",
					ex);
		}
	}

	@Override
	public void stop() {
		this.loader.stop();
	}

	@Override
	public boolean isRunning() {
		return this.loader.isRunning();
	}

	@Override
	public boolean isAutoStartup() {
		return this.autoStartup;
	}

	@Override
	public int getPhase() {
		return this.loader.getPhase();
	}

}
