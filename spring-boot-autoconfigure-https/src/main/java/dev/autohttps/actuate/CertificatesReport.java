package dev.autohttps.actuate;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;

import dev.autohttps.certificate.AccountStatus;
import dev.autohttps.certificate.Allowance;
import dev.autohttps.certificate.CertificateIssuer;
import dev.autohttps.certificate.LiveCertificate;
import dev.autohttps.certificate.StoreException;
import dev.autohttps.renewal.CertificateKeeper;
import dev.autohttps.renewal.CertificateKeepers;
import dev.autohttps.renewal.CertificateStatus;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Puts together what there is to say about the certificates. What must be read from the
 * store is left out while that fails: what is served can be told all the same.
 */
public class CertificatesReport {

	private static final Log logger = LogFactory.getLog(CertificatesReport.class);

	private final CertificateKeepers keepers;

	private final Predicate<String> bundles;

	private final Servers servers;

	private final List<String> operations;

	private final InstantSource clock;

	/**
	 * Create a new report.
	 * @param keepers the keepers of the certificates
	 * @param bundles whether the certificate of a name is an SSL bundle of that name
	 * @param servers the servers of this application
	 * @param operations what may be asked for
	 * @param clock the time
	 */
	public CertificatesReport(CertificateKeepers keepers, Predicate<String> bundles, Servers servers,
			List<String> operations, InstantSource clock) {
		this.keepers = keepers;
		this.bundles = bundles;
		this.servers = servers;
		this.operations = List.copyOf(operations);
		this.clock = clock;
	}

	/**
	 * Return how it stands with all certificates.
	 * @return one for each name and key type
	 */
	CertificatesDescriptor all() {
		return of(StreamSupport.stream(this.keepers.spliterator(), false).toList());
	}

	/**
	 * Return how it stands with the certificates of one name.
	 * @param name the configured name
	 * @return one for each key type, or {@code null} if there is none of that name
	 */
	@Nullable CertificatesDescriptor named(String name) {
		List<CertificateKeeper> found = this.keepers.named(name);
		return found.isEmpty() ? null : of(found);
	}

	private CertificatesDescriptor of(List<CertificateKeeper> shown) {
		Instant now = this.clock.instant();
		Map<String, IssuerDescriptor> issuers = new LinkedHashMap<>();
		shown.forEach((keeper) -> keeper.issuers()
			.forEach((issuer) -> issuers.computeIfAbsent(issuer.id(), (id) -> issuer(issuer))));
		return new CertificatesDescriptor(now, this.operations,
				shown.stream().map((keeper) -> certificate(keeper, now)).toList(), List.copyOf(issuers.values()));
	}

	private CertificateDescriptor certificate(CertificateKeeper keeper, Instant now) {
		CertificateStatus status = keeper.status();
		String name = status.spec().id().name();
		LiveCertificate live = status.live();
		return new CertificateDescriptor(name, status.spec().domains().names(), status.spec().id().keyType().id(),
				status.state(), this.bundles.test(name) ? name : null, this.servers.serving(name), status.issuer(),
				(live != null) ? ServedDescriptor.of(live, now) : null, RenewalDescriptor.of(status),
				(status.failure() != null) ? FailureDescriptor.of(status.failure()) : null,
				stored(() -> keeper.attempts().stream().map(AttemptDescriptor::of).toList(), List.of()),
				stored(() -> budget(keeper), List.of()),
				stored(() -> records(keeper, status.nextAttempt(), now), List.of()));
	}

	private static List<RecordDescriptor> records(CertificateKeeper keeper, Instant next, Instant now) {
		return keeper.issuers()
			.stream()
			.flatMap((issuer) -> issuer.records(keeper.spec())
				.stream()
				.map((record) -> RecordDescriptor.of(record.asSeenAt(now, next), issuer.description())))
			.toList();
	}

	private static List<AllowanceDescriptor> budget(CertificateKeeper keeper) {
		Function<CertificateIssuer, List<Allowance>> allowances = (issuer) -> issuer.allowances(keeper.spec());
		return keeper.issuers().stream().map(allowances).flatMap(List::stream).map(AllowanceDescriptor::of).toList();
	}

	private static IssuerDescriptor issuer(CertificateIssuer issuer) {
		Optional<AccountStatus> account = stored(() -> Optional.ofNullable(issuer.account()), Optional.empty());
		return IssuerDescriptor.of(issuer, account.orElse(null));
	}

	private static <T> T stored(Supplier<T> reading, T otherwise) {
		try {
			return reading.get();
		}
		catch (StoreException ex) {
			logger.debug("What is stored cannot be shown", ex);
			return otherwise;
		}
	}

}
