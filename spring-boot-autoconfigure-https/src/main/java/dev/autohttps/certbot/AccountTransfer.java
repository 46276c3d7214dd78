package dev.autohttps.certbot;

import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import dev.autohttps.acme.AccountImport;
import dev.autohttps.acme.AcmeServer;
import dev.autohttps.acme.ForeignAccount;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Takes over the account at one CA, if the store has none.
 */
final class AccountTransfer {

	private static final Log logger = LogFactory.getLog(AccountTransfer.class);

	private final AcmeServer server;

	private final CertbotAccounts accounts;

	AccountTransfer(AcmeServer server, CertbotAccounts accounts) {
		this.server = server;
		this.accounts = accounts;
	}

	/**
	 * Take over the account, that of what is taken over rather than another one.
	 */
	void take(List<Fit> fits, List<Lineage> lineages, AccountImport own) {
		if (!own.isPossible()) {
			return;
		}
		try {
			Path folder = this.accounts.find(this.server.directory(), names(fits, lineages));
			if (folder != null) {
				take(folder, own);
			}
		}
		catch (NotUsableException ex) {
			logger.warn("Not taken over: certbot's account at " + this.server + ", so a new one will be made: "
					+ ex.getMessage());
		}
	}

	private void take(Path folder, AccountImport own) throws NotUsableException {
		ForeignAccount account = this.accounts.read(folder, this.server.directory());
		if (own.add(account)) {
			URL location = account.location();
			logger.info("The account at " + this.server + " was taken over from " + folder + ": "
					+ ((location != null) ? location : "its URL is not there, so the CA will find it by its key"));
		}
	}

	private List<String> names(List<Fit> fits, List<Lineage> lineages) {
		URI directory = this.server.directory();
		return Stream.concat(fits.stream().map(Fit::lineage), lineages.stream())
			.filter((lineage) -> directory.equals(lineage.server()))
			.map((lineage) -> lineage.file().account())
			.filter(Objects::nonNull)
			.toList();
	}

}
