package dev.autohttps.certbot;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The lineages in a certbot directory. What cannot be read is said and passed over.
 */
final class CertbotLineages {

	private static final Log logger = LogFactory.getLog(CertbotLineages.class);

	private static final String SUFFIX = ".conf";

	private final CertbotFiles files;

	CertbotLineages(CertbotFiles files) {
		this.files = files;
	}

	List<Lineage> read() {
		List<Lineage> lineages = new ArrayList<>();
		for (String name : names()) {
			try {
				RenewalFile file = RenewalFile.parse(this.files.read(this.files.at("renewal", name + SUFFIX)));
				lineages.add(Lineage.read(name, file, this.files));
			}
			catch (NotUsableException ex) {
				logger.warn("Not taken over: certbot's lineage '" + name + "': " + ex.getMessage());
			}
		}
		return lineages;
	}

	/**
	 * By default nobody but root may look below {@code live}, which need not be said for
	 * each of them.
	 */
	private List<String> names() {
		try {
			List<String> names = this.files.list(this.files.at("renewal"))
				.stream()
				.map(Path::getFileName)
				.map(Path::toString)
				.filter((file) -> file.endsWith(SUFFIX))
				.map((file) -> file.substring(0, file.length() - SUFFIX.length()))
				.toList();
			if (!names.isEmpty()) {
				this.files.list(this.files.at("live"));
			}
			return names;
		}
		catch (NotUsableException ex) {
			logger.warn("Not taken over: certbot's certificates: " + ex.getMessage());
			return List.of();
		}
	}

}
