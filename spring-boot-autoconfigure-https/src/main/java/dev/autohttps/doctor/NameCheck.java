package dev.autohttps.doctor;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.autohttps.certificate.Finding;
import dev.autohttps.certificate.Severity;

/**
 * Whether a name leads to this machine, as far as that can be told from here.
 */
final class NameCheck {

	static final String ID = "dns";

	private static final int MOST = 4;

	private static final String RECORD = "an A or AAAA record that leads to this machine";

	private final List<InetAddress> own;

	private final boolean publicCa;

	/**
	 * Create a new check.
	 * @param own the addresses of this machine
	 * @param publicCa whether the CA asks over the Internet and sees its DNS
	 */
	NameCheck(List<InetAddress> own, boolean publicCa) {
		this.own = own;
		this.publicCa = publicCa;
	}

	/**
	 * Judge where a name leads to.
	 * @param name the name
	 * @param residence where it leads to
	 * @param reached whether this process answers at an address
	 * @param only whether there is no other way than to ask there
	 */
	List<Finding> judge(String name, Residence residence, Predicate<Target> reached, boolean only) {
		if (residence.isNowhere() && residence.hosts().isEmpty()) {
			return List.of(new Finding((this.publicCa && only) ? Severity.FATAL : Severity.DOUBTFUL, ID, name,
					"the name does not exist (" + residence.a().said() + ")", RECORD,
					"create the record, or correct the name that is configured; a new record may take as long to be "
							+ "seen as the zone's SOA record says (its last number, in seconds)"));
		}
		if (!residence.hasRecords()) {
			return List.of(new Finding(Severity.DOUBTFUL, ID, name, withoutRecords(residence), RECORD,
					residence.a().isUnknown() || residence.aaaa().isUnknown()
							? "look whether this machine's resolver works, and whether the zone's servers answer (dig "
									+ name + ")"
							: "create the record"));
		}
		return records(name, residence.targets(), reached);
	}

	private static String withoutRecords(Residence residence) {
		String said = residence.isNowhere() ? "the name does not exist (" + residence.a().said() + ")"
				: residence.a().isUnknown() || residence.aaaa().isUnknown()
						? "the addresses cannot be looked up (" + residence.trouble() + ")"
						: "the name has neither an A nor an AAAA record (" + residence.a().said() + ")";
		return residence.hosts().isEmpty() ? said
				: said + ", but this machine itself has "
						+ residence.targets().stream().map(Target::text).collect(Collectors.joining(", "))
						+ " for it, perhaps in its hosts file";
	}

	private List<Finding> records(String name, List<Target> targets, Predicate<Target> reached) {
		List<Finding> findings = new ArrayList<>();
		List<Target> here = new ArrayList<>();
		for (Target target : targets) {
			if (this.publicCa && target.isPrivate()) {
				findings.add(new Finding(Severity.DOUBTFUL, ID, name,
						target + " is an address of a private network, where no public CA can ask",
						"an address of the Internet",
						"give the record the public address that leads to this machine; if others than this machine's "
								+ "resolver see a public one, leave it"));
			}
			else if (reached.test(target) || this.own.contains(target.address())) {
				here.add(target);
			}
			else {
				findings.add(new Finding(Severity.DOUBTFUL, ID, name,
						target + " is no address of this machine (which has " + describeOwn() + ")",
						"a record that leads to this machine",
						"point the record here; if " + target.text()
								+ " is the router, proxy or load balancer in front of this machine, leave it, and look "
								+ "at what is said of its ports"));
			}
		}
		if (!here.isEmpty()) {
			findings.add(Finding.ok(ID, name,
					here.stream().map(Target::toString).collect(Collectors.joining(", ")) + " leads here"));
		}
		return findings;
	}

	private String describeOwn() {
		List<String> texts = this.own.stream()
			.filter((address) -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
			.map((address) -> new Target(address).text())
			.sorted()
			.toList();
		if (texts.isEmpty()) {
			return "none but its own loopback";
		}
		return texts.stream().limit(MOST).collect(Collectors.joining(", ")) + ((texts.size() > MOST) ? ", …" : "");
	}

}
