package dev.autohttps.certbot;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.autohttps.acme.AccountImport;
import dev.autohttps.acme.AcmeServer;
import dev.autohttps.certificate.CertificateRepository;
import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.CompromisedKeys;
import dev.autohttps.certificate.Store;
import dev.autohttps.certificate.StoreException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Takes over what certbot has of the certificates that are wanted and not in the store.
 * Its directory is only read, what is in the store stays.
 */
public final class CertbotImport {

	private static final Log logger = LogFactory.getLog(CertbotImport.class);

	private final Path directory;

	private final Store store;

	private final InstantSource clock;

	private final CertificateRepository certificates;

	/**
	 * Create a new instance.
	 * @param directory the directory of certbot, such as {@code /etc/letsencrypt}
	 * @param store where things are kept
	 * @param clock the time
	 */
	public CertbotImport(Path directory, Store store, InstantSource clock) {
		this.directory = directory;
		this.store = store;
		this.clock = clock;
		this.certificates = new CertificateRepository(store, clock, logger::warn);
	}

	/**
	 * Take over what is there. Where nothing is lacking the directory is not looked at.
	 * @param wanted the certificates that are wanted over ACME
	 * @param servers the CAs that are asked for them, in that order
	 * @throws InvalidCertbotDirectoryException if the directory is not one of certbot,
	 * and the store has none of the certificates
	 * @throws StoreException if the store cannot be used
	 */
	public void run(List<WantedImport> wanted, List<AcmeServer> servers) throws InvalidCertbotDirectoryException {
		Set<CertificateSpec> lacking = new LinkedHashSet<>();
		wanted.stream().map(WantedImport::spec).filter((spec) -> isLacking(spec, servers)).forEach(lacking::add);
		if (lacking.isEmpty() && !accounts(servers.get(0)).isPossible()) {
			logger.debug("Nothing is to be taken over from " + this.directory);
			return;
		}
		CertbotFiles files;
		try {
			files = CertbotFiles.open(this.directory);
		}
		catch (InvalidCertbotDirectoryException ex) {
			if (lacking.size() == wanted.size()) {
				throw ex;
			}
			// Who has come over may have deleted it since.
			logger.warn("Nothing more can be taken over from " + this.directory + ": " + ex.getMessage()
					+ " What is in the store is served; take https.certbot.directory out if that is all");
			return;
		}
		CertbotAccounts accounts = new CertbotAccounts(files);
		List<Lineage> lineages = new CertbotLineages(files).read();
		LineageReview review = new LineageReview(wanted, servers, new CompromisedKeys(this.store)::contain,
				this.clock.instant());
		List<Fit> fits = new LineageChoice(review, lacking, servers).of(lineages);
		servers.forEach((server) -> new AccountTransfer(server, accounts).take(fits, lineages, accounts(server)));
		CertificateTransfer transfer = new CertificateTransfer(this.certificates, this.store, accounts);
		List<Lineage> taken = fits.stream().filter(transfer::take).map(Fit::lineage).toList();
		if (!taken.isEmpty()) {
			logger.info(Farewell.to(taken));
		}
	}

	private boolean isLacking(CertificateSpec spec, List<AcmeServer> servers) {
		return servers.stream().allMatch((server) -> this.certificates.find(server.id(), spec) == null);
	}

	private AccountImport accounts(AcmeServer server) {
		return new AccountImport(server, this.store, this.clock);
	}

}
