package dev.autohttps.autoconfigure;

import java.util.List;
import java.util.Map;

import dev.autohttps.autoconfigure.HttpsProperties.Certificate;
import dev.autohttps.autoconfigure.HttpsProperties.Issuer;
import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.Domains;
import dev.autohttps.certificate.KeyType;
import dev.autohttps.local.LocalNames;
import dev.autohttps.renewal.CertificateClaims;
import dev.autohttps.renewal.CertificateRequest;
import dev.autohttps.renewal.IssuerChoice;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanCreationException;

/**
 * The certificates that the application asks for while it runs, held to the same rules as
 * the configured ones.
 */
final class RequestedCertificates implements CertificateClaims {

	private static final Log logger = LogFactory.getLog(RequestedCertificates.class);

	private final HttpsProperties properties;

	private final WantedCertificates configured;

	private final CertificateReader reader;

	private final IssuerChoices issuers;

	private final ChallengeCheck challenges;

	private final @Nullable String standIn;

	/**
	 * Create a new instance.
	 * @param properties what holds for all certificates
	 * @param configured the configured certificates
	 * @param reader reads one certificate
	 * @param issuers who may issue
	 * @param challenges whether control can be proven
	 * @param standIn why the local CA stands in for every issuer, or {@code null} if it
	 * does not
	 */
	RequestedCertificates(HttpsProperties properties, WantedCertificates configured, CertificateReader reader,
			IssuerChoices issuers, ChallengeCheck challenges, @Nullable String standIn) {
		this.properties = properties;
		this.configured = configured;
		this.reader = reader;
		this.issuers = issuers;
		this.challenges = challenges;
		this.standIn = standIn;
	}

	@Override
	public Map<CertificateSpec, List<IssuerChoice>> claim(CertificateRequest request) {
		try {
			return claimed(request);
		}
		catch (InvalidHttpsPropertyException ex) {
			throw new IllegalArgumentException("Certificate '" + request.name() + "' cannot be added"
					+ culprit(request, ex) + ": " + ex.getReason() + " " + ex.getAction(), ex);
		}
	}

	/**
	 * What the request says is no property.
	 */
	private static String culprit(CertificateRequest request, InvalidHttpsPropertyException ex) {
		boolean requested = ex.getProperty().startsWith(CertificateReader.property(request.name(), ""));
		String value = (ex.getValue() != null) ? "'" + ex.getValue() + "'" : "";
		if (requested) {
			return value.isEmpty() ? "" : ", because of " + value;
		}
		return ", because of " + ex.getProperty() + (value.isEmpty() ? "" : " = " + value);
	}

	private Map<CertificateSpec, List<IssuerChoice>> claimed(CertificateRequest request) {
		List<WantedCertificate> wanted = wanted(request);
		try {
			wanted.forEach(this.challenges::check);
			return this.issuers.of(wanted);
		}
		catch (BeanCreationException ex) {
			// The first that wants an ACME CA finds what is wrong with its properties.
			release(request.name());
			throw (ex.getMostSpecificCause() instanceof InvalidHttpsPropertyException invalid) ? invalid : ex;
		}
		catch (RuntimeException ex) {
			release(request.name());
			throw ex;
		}
	}

	@Override
	public void release(String name) {
		this.reader.release(name);
	}

	private List<WantedCertificate> wanted(CertificateRequest request) {
		String name = request.name();
		String property = CertificateReader.property(name, "domains");
		if (this.configured.names().contains(name)) {
			throw new InvalidHttpsPropertyException(property, null, "There is a configured one of that name.",
					"Give it another name.");
		}
		List<String> keyTypes = request.keyTypes().stream().map(KeyType::id).toList();
		Certificate certificate = new Certificate(request.domains().names(), keyTypes, null, request.profile(),
				request.challenges().isEmpty() ? null : request.challenges());
		boolean local = isLocal(request.domains());
		if (this.standIn != null && !local) {
			List<WantedCertificate> read = this.reader.readForStandIn(name, certificate, property);
			// What is refused in production is refused in tests.
			this.reader.claim(name, property, request.domains());
			return read;
		}
		Issuer issuer = issuer(local);
		if (issuer == Issuer.ACME && !this.configured.use(Issuer.ACME)) {
			logger.warn("Certificate '" + name
					+ "' is to be issued over ACME, but the ports are those of the local CA, "
					+ "since no certificate that is configured is. A CA asks on ports 80 and 443: set https.domains, "
					+ "or server.port and https.http.port, unless these ports are forwarded here");
		}
		return this.reader.read(name, certificate, property, issuer);
	}

	/**
	 * Where nothing is configured, whoever adds a public name wants a CA that can issue
	 * for it.
	 */
	private Issuer issuer(boolean local) {
		if (this.standIn != null) {
			return Issuer.LOCAL;
		}
		if (this.properties.issuer() != null) {
			return this.properties.issuer();
		}
		return (local && this.properties.named().isEmpty()) ? Issuer.LOCAL : Issuer.ACME;
	}

	private static boolean isLocal(Domains domains) {
		return domains.stream().allMatch(LocalNames::include);
	}

}
