package dev.autohttps.renewal;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.Failure;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.LiveCertificate;
import dev.autohttps.certificate.RenewalInfo;
import dev.autohttps.certificate.RenewalNotes;
import dev.autohttps.certificate.RevocationReason;
import dev.autohttps.certificate.ServerCertificate;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Tells people, by a line in the log, and the application, by an event, what became of a
 * certificate.
 */
class Announcer {

	private static final Log logger = LogFactory.getLog(Announcer.class);

	private final ApplicationEventPublisher events;

	Announcer(ApplicationEventPublisher events) {
		this.events = events;
	}

	void obtained(CertificateSpec spec, ServerCertificate certificate, boolean renewal, Renewal next) {
		logger.info("Certificate '" + spec.id().name() + "' for " + spec.domains() + " was "
				+ (renewal ? "renewed" : "obtained") + " and is served: valid until " + seconds(certificate.notAfter())
				+ ", to be renewed at " + seconds(next.due()));
		publish(renewal
				? new CertificateRenewed(spec.id(), spec.domains(), certificate.serial(), certificate.notAfter())
				: new CertificateIssued(spec.id(), spec.domains(), certificate.serial(), certificate.notAfter()));
	}

	void failed(CertificateSpec spec, Failure failure, Instant next, @Nullable LiveCertificate live,
			@Nullable Throwable fault) {
		String line = "Certificate '" + spec.id().name() + "' for " + spec.domains() + " could not be obtained: "
				+ failure.message() + ". Next try at " + seconds(next) + " (in "
				+ pause(Duration.between(failure.at(), next)) + "); until then " + served(live, failure.at());
		if (failure.kind() == FailureKind.INTERNAL) {
			logger.error(line, fault);
		}
		else {
			logger.warn(line);
		}
		publish(new CertificateFailed(spec.id(), spec.domains(), failure));
	}

	void expiring(CertificateSpec spec, ServerCertificate certificate, @Nullable Failure failure, Instant now) {
		boolean expired = certificate.isExpired(now);
		logger.warn("Certificate '" + spec.id().name() + "' for " + spec.domains()
				+ (expired ? " has expired at " : " is close to its end: it expires at ")
				+ seconds(certificate.notAfter())
				+ (expired ? "" : " (in " + pause(Duration.between(now, certificate.notAfter())) + ")")
				+ " and has not been renewed"
				+ ((failure != null) ? ". The last attempt failed: " + failure.message() : ""));
		if (!expired) {
			publish(new CertificateExpiring(spec.id(), spec.domains(), certificate.serial(), certificate.notAfter(),
					failure));
		}
	}

	void loaded(CertificateSpec spec, ServerCertificate certificate, Renewal next, Instant now) {
		if (certificate.isExpired(now)) {
			logger.warn("Certificate '" + spec.id().name() + "' for " + spec.domains() + " expired at "
					+ seconds(certificate.notAfter()) + "; it is served until a new one is there");
		}
		else {
			logger.info("Certificate '" + spec.id().name() + "' for " + spec.domains()
					+ " is served from the store: valid until " + seconds(certificate.notAfter())
					+ ", to be renewed at " + seconds(next.due()));
		}
	}

	void advised(CertificateSpec spec, RenewalNotes notes, Instant now) {
		RenewalInfo info = notes.info();
		Instant chosen = notes.chosen();
		if (info != null && chosen != null) {
			logger.info("The CA suggests to renew certificate '" + spec.id().name() + "' for " + spec.domains()
					+ " between " + seconds(info.start()) + " and " + seconds(info.end()) + "; "
					+ (chosen.isAfter(now) ? "chosen: " + seconds(chosen) : "that is now")
					+ ((info.explanation() != null) ? ". The reason is at " + info.explanation() : ""));
		}
	}

	void unadvised(CertificateSpec spec, String reason) {
		logger.info("What the CA says about the renewal of certificate '" + spec.id().name() + "' for " + spec.domains()
				+ " is not known, so its lifetime decides: " + reason);
	}

	void mended(CertificateSpec spec, String then, String today) {
		logger.info("Certificate '" + spec.id().name() + "' for " + spec.domains()
				+ " is sought before its time, since the DNS has changed: it was " + then + ", and is " + today);
	}

	void passedTrial(CertificateSpec spec, String server) {
		logger.info("The trial of certificate '" + spec.id().name() + "' for " + spec.domains() + " at " + server
				+ " succeeded, so the real one is sought again");
	}

	void revoked(CertificateSpec spec, ServerCertificate certificate, RevocationReason reason) {
		logger.warn("Certificate '" + spec.id().name() + "' for " + spec.domains() + " with serial number "
				+ certificate.serial() + " was revoked (" + reason + ") and is being replaced");
		publish(new CertificateRevoked(spec.id(), spec.domains(), certificate.serial(), reason));
	}

	void warn(String message) {
		logger.warn(message);
	}

	private static String served(@Nullable LiveCertificate live, Instant now) {
		if (live == null || live.isPlaceholder()) {
			return "a self-signed placeholder is served, which no client trusts";
		}
		Instant notAfter = live.certificate().notAfter();
		return live.certificate().isExpired(now) ? "the one that expired at " + seconds(notAfter) + " is served"
				: "the one that is valid until " + seconds(notAfter) + " is served";
	}

	private static Instant seconds(Instant moment) {
		return moment.truncatedTo(ChronoUnit.SECONDS);
	}

	private static String pause(Duration pause) {
		long seconds = Math.max(1, (pause.toMillis() + 999) / 1000);
		if (seconds < 120) {
			return seconds + " s";
		}
		return (seconds < 7200) ? seconds / 60 + " min" : seconds / 3600 + " h";
	}

	private void publish(Object event) {
		try {
			this.events.publishEvent(event);
		}
		catch (RuntimeException ex) {
			logger.warn("A listener for " + event.getClass().getSimpleName() + " failed, which changes nothing", ex);
		}
	}

}
