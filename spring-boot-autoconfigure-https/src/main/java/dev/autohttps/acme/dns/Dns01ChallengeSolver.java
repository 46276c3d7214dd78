package dev.autohttps.acme.dns;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

import dev.autohttps.acme.ChallengeRequest;
import dev.autohttps.acme.ChallengeSolver;
import dev.autohttps.acme.Readiness;
import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.Domain;
import dev.autohttps.certificate.Finding;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.certificate.Severity;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.challenge.Dns01Challenge;

/**
 * Proves control by a TXT record that is published for the order (RFC 8555 section 8.4).
 */
public final class Dns01ChallengeSolver implements ChallengeSolver {

	/**
	 * The challenge type.
	 */
	public static final String TYPE = Dns01Challenge.TYPE;

	private final DnsRoutes routes;

	private final DnsPublications publications;

	/**
	 * Create a new solver.
	 * @param routes who changes the DNS
	 * @param publications what is being published
	 */
	public Dns01ChallengeSolver(DnsRoutes routes, DnsPublications publications) {
		this.routes = routes;
		this.publications = publications;
	}

	@Override
	public String type() {
		return TYPE;
	}

	@Override
	public boolean proves(Domain domain) {
		return domain.type() != Domain.Type.IP && (this.routes.isEmpty() || this.routes.serve(domain));
	}

	@Override
	public @Nullable String impediment() {
		return this.routes.isEmpty()
				? "nobody is configured who changes the DNS (https.acme.dns.rfc2136.server, "
						+ "https.acme.dns.acme-dns.url, https.acme.dns.exec.command, or a bean of type DnsRecords)"
				: null;
	}

	@Override
	public ChallengeAnswer answer(ChallengeRequest request) {
		Dns01Challenge dns = (Dns01Challenge) request.challenge();
		return new ChallengeAnswer(TYPE, request.identifier(), dns.getJSON().get("token").asString(),
				dns.getAuthorization());
	}

	@Override
	public Readiness prepare(ChallengeAnswer answer, String issuance) throws IssuanceException {
		return this.publications.advance(answer.identifier(), name(answer), value(answer), issuance);
	}

	/**
	 * Look who changes the DNS for a name, and who would be asked for it.
	 */
	@Override
	public Finding examine(Domain domain) {
		String name = name(domain.identifier());
		try {
			return Finding.ok(TYPE, domain.name(), this.publications.explain(name));
		}
		catch (DnsRecordsException ex) {
			String[] parts = String.valueOf(ex.getMessage()).split("\\. To do: ", 2);
			return new Finding(Severity.DOUBTFUL, TYPE, domain.name(), parts[0],
					"a name for which a value can be " + "published and found", (parts.length > 1) ? parts[1]
							: "look whether the resolver and the name servers answer (dig SOA " + name + ")");
		}
	}

	@Override
	public void makeRoom(ChallengeAnswer answer) {
		this.publications.makeRoom(name(answer), value(answer));
	}

	@Override
	public void withdraw(ChallengeAnswer answer) {
		this.publications.withdraw(name(answer), value(answer));
	}

	/**
	 * Return the name at which the CA asks.
	 */
	static String name(ChallengeAnswer answer) {
		return name(answer.identifier());
	}

	private static String name(String identifier) {
		return Dns01Challenge.RECORD_NAME_PREFIX + "." + identifier;
	}

	/**
	 * Return the value that the CA expects.
	 */
	static String value(ChallengeAnswer answer) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256")
				.digest(answer.content().getBytes(StandardCharsets.UTF_8));
			return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JDK has SHA-256", ex);
		}
	}

}
