package dev.autohttps.autoconfigure;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

import dev.autohttps.autoconfigure.HttpsProperties.Issuer;
import dev.autohttps.certbot.CertbotImport;
import dev.autohttps.certbot.InvalidCertbotDirectoryException;
import dev.autohttps.certbot.WantedImport;
import dev.autohttps.certificate.Store;
import dev.autohttps.certificate.StoreException;
import dev.autohttps.renewal.CertificateLoader;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;

/**
 * The {@link CertbotImport} at the start of an application, just before certificates are
 * loaded, if a directory is configured.
 */
class CertbotImporter implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(CertbotImporter.class);

	private static final String PROPERTY = "https.certbot.directory";

	private final String directory;

	private final WantedCertificates wanted;

	private final ObjectProvider<AcmeIssuers> acme;

	private final Store store;

	private final InstantSource clock;

	private final boolean autoStartup;

	private volatile boolean running;

	CertbotImporter(String directory, WantedCertificates wanted, ObjectProvider<AcmeIssuers> acme, Store store,
			InstantSource clock, boolean autoStartup) {
		this.directory = directory;
		this.wanted = wanted;
		this.acme = acme;
		this.store = store;
		this.clock = clock;
		this.autoStartup = autoStartup;
	}

	@Override
	public void start() {
		if (!this.directory.isBlank()) {
			takeAll();
		}
		this.running = true;
	}

	private void takeAll() {
		List<WantedImport> imports = this.wanted.all()
			.stream()
			.filter((one) -> one.issuer() == Issuer.ACME)
			.map((one) -> new WantedImport(one.spec(), one.domainsProperty()))
			.toList();
		if (!imports.isEmpty()) {
			take(imports);
		}
	}

	private void take(List<WantedImport> imports) {
		try {
			new CertbotImport(Path.of(this.directory), this.store, this.clock).run(imports,
					this.acme.getObject().servers());
		}
		catch (InvalidPathException ex) {
			throw new InvalidHttpsPropertyException(PROPERTY, this.directory, "It is no path.",
					"Set it to the directory of certbot, such as /etc/letsencrypt, or leave it out.", ex);
		}
		catch (InvalidCertbotDirectoryException ex) {
			throw new InvalidHttpsPropertyException(PROPERTY, this.directory, String.valueOf(ex.getMessage()),
					ex.getAction(), ex);
		}
		catch (StoreException ex) {
			// Whether the start can go on is for those to say who need the store.
			logger.warn("Not all could be taken over from " + this.directory + ": " + ex.getMessage());
		}
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isAutoStartup() {
		return this.autoStartup;
	}

	@Override
	public int getPhase() {
		return CertificateLoader.PHASE - 1;
	}

}
