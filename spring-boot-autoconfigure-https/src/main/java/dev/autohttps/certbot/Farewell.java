package dev.autohttps.certbot;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is said when certbot has nothing to do any more for some of its lineages.
 */
final class Farewell {

	private static final Path DEFAULT = Path.of("/etc/letsencrypt");

	private Farewell() {
	}

	static String to(List<Lineage> lineages) {
		return "Certbot does not know that these certificates are renewed here from now on, and would go on to order "
				+ "them too. Once they are served, have it forget them: "
				+ lineages.stream().map(Farewell::command).collect(Collectors.joining("; "))
				+ " (or stop its timer: systemctl disable --now certbot.timer). Never run 'certbot unregister' or "
				+ "'certbot revoke': the account and the certificates are in use here";
	}

	/**
	 * The directory that was read may be a copy of the one that certbot works in.
	 */
	private static String command(Lineage lineage) {
		Path origin = lineage.file().origin();
		return "certbot delete --cert-name " + lineage.name()
				+ ((origin != null && !origin.equals(DEFAULT)) ? " --config-dir " + origin : "");
	}

}
