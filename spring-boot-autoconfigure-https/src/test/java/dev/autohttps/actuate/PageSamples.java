package dev.autohttps.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import dev.autohttps.actuate.IssuerDescriptor.AccountDescriptor;
import dev.autohttps.actuate.RenewalDescriptor.WindowDescriptor;
import dev.autohttps.certificate.Issuance.Step;
import dev.autohttps.certificate.Problem;
import dev.autohttps.certificate.Standing;
import dev.autohttps.certificate.WantedRecord.State;
import dev.autohttps.renewal.CertificateState;
import org.jspecify.annotations.Nullable;

/**
 * Certificates in all states, as the endpoint would show them.
 */
final class PageSamples {

	static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

	static final List<String> ALL_OPERATIONS = List.of("renew", "revoke", "check");

	static final String EVIL = "<img src=x onerror=document.title='owned'>";

	private static final String CA = "https://acme-v02.api.letsencrypt.org/directory";

	private static final String ERROR = "urn:ietf:params:acme:error:";

	private static final Duration LIFETIME = Duration.ofDays(90);

	private PageSamples() {
	}

	static CertificatesDescriptor page(List<String> operations, CertificateDescriptor... certificates) {
		return new CertificatesDescriptor(NOW, operations, List.of(certificates),
				List.of(new IssuerDescriptor(CA, Standing.PRODUCTION,
						new AccountDescriptor("https://acme-v02.api.letsencrypt.org/acme/acct/1729", "valid",
								List.of("mailto:ops@shop.example"), NOW.minus(Duration.ofDays(400)),
								"https://letsencrypt.org/documents/LE-SA-v1.6.pdf"))));
	}

	static CertificateDescriptor valid(String name) {
		Instant from = NOW.minus(Duration.ofDays(40));
		WindowDescriptor window = new WindowDescriptor(in(Duration.ofDays(19)), in(Duration.ofDays(22)),
				in(Duration.ofHours(490)), "https://letsencrypt.org/docs/renewal", in(Duration.ofHours(4)));
		return certificate(name, CertificateState.VALID, Standing.PRODUCTION, from,
				new RenewalDescriptor(in(Duration.ofHours(490)), "advice",
						"the CA suggests to renew it between 2026-12-12T12:00:00Z and 2026-12-15T12:00:00Z, "
								+ "see https://letsencrypt.org/docs/renewal",
						null, window),
				null, List.of(obtained(from.plus(Duration.ofHours(1))), failed(from.plusSeconds(600), null)));
	}

	/**
	 * A valid one whose renewal waits for somebody to create a record.
	 */
	static CertificateDescriptor lacking(String name) {
		CertificateDescriptor valid = valid(name);
		String owner = "_validation-persist." + name + ".example";
		String value = "letsencrypt.org; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1729";
		return new CertificateDescriptor(valid.name(), valid.domains(), valid.keyType(), valid.state(), valid.bundle(),
				valid.servers(), valid.issuer(), valid.served(), valid.renewal(), valid.failure(), valid.attempts(),
				valid.budget(),
				List.of(new RecordDescriptor(owner, "TXT", value, owner + ". IN TXT \"" + value + "\"", State.MISSING,
						"it is not there: NXDOMAIN from 192.0.2.53", null, NOW.minus(Duration.ofMinutes(5)), true, CA),
						new RecordDescriptor("_validation-persist.m." + name + ".example", "TXT", value,
								"_validation-persist.m." + name + ".example. IN TXT \"" + value + "\"", State.PRESENT,
								"it is there", null, NOW.minus(Duration.ofMinutes(5)), true, CA)));
	}

	static CertificateDescriptor renewing(String name) {
		Instant from = NOW.minus(Duration.ofDays(61));
		AttemptDescriptor going = new AttemptDescriptor(CA, NOW.minusSeconds(12), null, null, 1,
				Step.CHALLENGES_ANSWERED, "under_way", null, null, null);
		return certificate(
				name, CertificateState.RENEWING, Standing.PRODUCTION, from, new RenewalDescriptor(NOW, "lifetime",
						"32 % of its lifetime is left then", Step.CHALLENGES_ANSWERED, null),
				null, List.of(going, obtained(from.plus(Duration.ofHours(1)))));
	}

	static CertificateDescriptor failing(String name) {
		Instant from = NOW.minus(Duration.ofDays(63));
		Problem problem = new Problem(ERROR + "compound", "Errors during validation", null, List
			.of(new Problem(ERROR + "connection",
					"203.0.113.7: Fetching http://www.shop.example/.well-known/acme-challenge/Zx8: Connection refused",
					"www.shop.example", List.of()),
					new Problem(ERROR + "dns",
							"DNS problem: NXDOMAIN looking up A for m.shop.example - check that a DNS record exists "
									+ "for this domain",
							"m.shop.example", List.of())));
		FailureDescriptor failure = new FailureDescriptor(3, "action_required",
				CA + " could not validate the order: www.shop.example: 203.0.113.7: Connection refused (connection); "
						+ "m.shop.example: DNS problem: NXDOMAIN looking up A for m.shop.example (dns)",
				NOW.minus(Duration.ofMinutes(48)), in(Duration.ofHours(7)), problem);
		return certificate(name, CertificateState.FAILING, Standing.PRODUCTION, from,
				new RenewalDescriptor(in(Duration.ofHours(7)), "wait", "the last attempt failed", null,
						new WindowDescriptor(NOW.minus(Duration.ofDays(4)), NOW.minus(Duration.ofDays(2)),
								NOW.minus(Duration.ofDays(3)), null, in(Duration.ofHours(5)))),
				failure,
				List.of(failed(NOW.minus(Duration.ofMinutes(49)), problem),
						failed(NOW.minus(Duration.ofHours(30)), problem), failed(NOW.minus(Duration.ofDays(3)), null),
						obtained(from.plus(Duration.ofHours(1)))));
	}

	static CertificateDescriptor placeholder(String name) {
		FailureDescriptor failure = new FailureDescriptor(1, "unavailable",
				CA + " cannot be reached: the connection was refused", NOW.minusSeconds(90), in(Duration.ofMinutes(4)),
				null);
		return certificate(name, CertificateState.PLACEHOLDER, Standing.PLACEHOLDER, NOW.minus(Duration.ofDays(1)),
				new RenewalDescriptor(in(Duration.ofMinutes(4)), "wait", "the last attempt failed", null, null),
				failure, List.of(failed(NOW.minusSeconds(95), null)));
	}

	static CertificateDescriptor expiring(String name) {
		return certificate(name, CertificateState.EXPIRING, Standing.PRODUCTION, NOW.minus(Duration.ofDays(84)),
				new RenewalDescriptor(in(Duration.ofHours(2)), "wait", "the last attempt failed", null, null),
				new FailureDescriptor(14, "rate_limited",
						CA + " refused: too many certificates already issued for this set of names (rateLimited)",
						NOW.minus(Duration.ofHours(5)), in(Duration.ofHours(2)),
						new Problem(ERROR + "rateLimited", "too many certificates", null, List.of())),
				List.of(failed(NOW.minus(Duration.ofHours(5)), null)));
	}

	static CertificateDescriptor expired(String name) {
		return certificate(name, CertificateState.EXPIRED, Standing.TRIAL, NOW.minus(Duration.ofDays(93)),
				new RenewalDescriptor(NOW, "need", "it has expired", null, null), null, List.of());
	}

	/**
	 * Two that need attention among many that do not.
	 */
	static CertificateDescriptor[] hundreds() {
		List<CertificateDescriptor> all = new ArrayList<>(
				IntStream.range(0, 300).mapToObj((number) -> valid("tenant-" + number)).toList());
		all.add(failing("zebra"));
		all.add(expired("yak"));
		return all.toArray(CertificateDescriptor[]::new);
	}

	/**
	 * One whose every text comes from somebody who means harm.
	 */
	static CertificatesDescriptor evil() {
		Problem problem = new Problem(EVIL, EVIL, EVIL, List.of(new Problem(EVIL, EVIL, EVIL, List.of())));
		CertificateDescriptor certificate = new CertificateDescriptor(EVIL, List.of(EVIL), EVIL,
				CertificateState.FAILING, EVIL, List.of(new ServerDescriptor(EVIL, 1)), EVIL,
				new ServedDescriptor(Standing.PRODUCTION, EVIL, EVIL, List.of(EVIL), EVIL, EVIL,
						NOW.minus(Duration.ofDays(1)), in(Duration.ofDays(1)), 0.5,
						List.of(new ChainDescriptor(EVIL, EVIL, NOW))),
				new RenewalDescriptor(NOW, EVIL, EVIL, null,
						new WindowDescriptor(NOW, NOW, NOW, "javascript:alert(1)", NOW)),
				new FailureDescriptor(1, EVIL, EVIL, NOW, NOW, problem),
				List.of(new AttemptDescriptor(EVIL, NOW, NOW, Duration.ZERO, 0, Step.KEY_MADE, "failed", EVIL, EVIL,
						problem)),
				List.of(new AllowanceDescriptor(EVIL, EVIL, 1, Duration.ofDays(1), 1, NOW)),
				List.of(new RecordDescriptor(EVIL, EVIL, EVIL, EVIL, State.WRONG, EVIL, NOW, NOW, true, EVIL)));
		return new CertificatesDescriptor(NOW, ALL_OPERATIONS, List.of(certificate),
				List.of(new IssuerDescriptor(EVIL, Standing.PRODUCTION, new AccountDescriptor("javascript:alert(1)",
						EVIL, List.of(EVIL), NOW, "data:text/html,<script>alert(1)</script>"))));
	}

	private static CertificateDescriptor certificate(String name, CertificateState state, Standing standing,
			Instant from, RenewalDescriptor renewal, @Nullable FailureDescriptor failure,
			List<AttemptDescriptor> attempts) {
		List<String> domains = List.of(name + ".example", "www." + name + ".example", "m." + name + ".example");
		Instant until = from.plus(LIFETIME);
		double used = Math.min(1, Duration.between(from, NOW).toMillis() / (double) LIFETIME.toMillis());
		ServedDescriptor served = new ServedDescriptor(standing, "CN=" + domains.get(0), "CN=E7,O=Let's Encrypt,C=US",
				domains, "5f3c1a9be27d04c8166fa92be01d73a4c5e", "9b1d".repeat(16), from, until, used,
				List.of(new ChainDescriptor("CN=" + domains.get(0), "CN=E7,O=Let's Encrypt,C=US", until),
						new ChainDescriptor("CN=E7,O=Let's Encrypt,C=US",
								"CN=ISRG Root X1,O=Internet Security Research Group,C=US", in(Duration.ofDays(700)))));
		return new CertificateDescriptor(name, domains, "ec-p256", state, name,
				List.of(new ServerDescriptor("application", 8443), new ServerDescriptor("management", 9443)), CA,
				served, renewal, failure, attempts,
				List.of(new AllowanceDescriptor("new-orders", "https://acme-v02.api.letsencrypt.org/acme/acct/1729",
						300, Duration.ofHours(3), 4, null),
						new AllowanceDescriptor("failed-validations", "www." + name + ".example", 5,
								Duration.ofHours(1), 5, in(Duration.ofMinutes(12)))),
				List.of());
	}

	private static AttemptDescriptor obtained(Instant start) {
		Duration took = Duration.ofMillis(6480);
		return new AttemptDescriptor(CA, start, start.plus(took), took, 0, Step.ISSUED, "obtained", null, null, null);
	}

	private static AttemptDescriptor failed(Instant start, @Nullable Problem problem) {
		Duration took = Duration.ofSeconds(21);
		return new AttemptDescriptor(CA, start, start.plus(took), took, 0, Step.CHALLENGES_ANSWERED, "failed",
				"action_required",
				CA + " could not validate the order: www.shop.example: 203.0.113.7: Connection refused (connection)",
				problem);
	}

	private static Instant in(Duration time) {
		return NOW.plus(time);
	}

}
