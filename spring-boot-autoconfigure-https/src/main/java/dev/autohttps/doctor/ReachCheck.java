package dev.autohttps.doctor;

import java.util.List;
import java.util.Map;

import dev.autohttps.certificate.Finding;
import dev.autohttps.certificate.Severity;
import dev.autohttps.doctor.Sight.Kind;

/**
 * Whether this process answers where a CA would ask. What is seen from inside may differ
 * from what the CA sees, so that it is never fatal.
 */
final class ReachCheck {

	private ReachCheck() {
	}

	/**
	 * Judge what was seen at the addresses of a name.
	 * @param name the name
	 * @param probe who looked
	 * @param sights what was seen at each address
	 */
	static List<Finding> judge(String name, Probe probe, Map<Target, Sight> sights) {
		boolean ipv4 = sights.entrySet().stream().anyMatch((one) -> !one.getKey().isIpv6() && one.getValue().isOurs());
		return sights.entrySet()
			.stream()
			.map((one) -> judge(name, probe, one.getKey(), one.getValue(), ipv4 && one.getKey().isIpv6()))
			.toList();
	}

	private static Finding judge(String name, Probe probe, Target target, Sight sight, boolean ipv4Works) {
		String seen = target + ", port " + probe.port() + ": " + sight.words();
		return sight.isOurs() ? Finding.ok(probe.type(), name, seen) : new Finding(Severity.DOUBTFUL, probe.type(),
				name, seen, expected(name, probe), ipv4Works ? ipv6(probe) : remedy(probe, target, sight.kind()));
	}

	private static String expected(String name, Probe probe) {
		return (probe instanceof HttpProbe) ? "this application answers http://" + name + HttpProbe.PATH + "…"
				: "this application answers a TLS handshake for " + name + " with the protocol acme-tls/1";
	}

	private static String ipv6(Probe probe) {
		return "a CA takes IPv6 first: let port " + probe.port()
				+ " of that address lead to this application too, or remove the AAAA record";
	}

	private static String remedy(Probe probe, Target target, Kind kind) {
		return switch (kind) {
			case REDIRECTED -> "let " + HttpProbe.PATH
					+ " be answered before the redirect: a CA follows it, but must find the answer of this application";
			case TLS_ENDED -> "whatever ends TLS in front of this application must pass the connection through; or "
					+ "prove the name in another way (https.acme.challenges=http-01)";
			case SOMEBODY_ELSE -> "let that server pass " + what(probe) + " on to this application, or point the name "
					+ "to where this application is";
			default -> "let port " + probe.port() + " of " + target.text()
					+ " lead to this application: firewall, security group, port mapping, " + property(probe);
		};
	}

	private static String what(Probe probe) {
		return (probe instanceof HttpProbe) ? HttpProbe.PATH : "TLS connections";
	}

	private static String property(Probe probe) {
		return (probe instanceof HttpProbe) ? "https.http.port" : "server.port";
	}

}
