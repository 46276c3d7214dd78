package dev.autohttps.acme.dns.acmedns;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;

import javax.net.ssl.SSLException;

import dev.autohttps.acme.dns.DnsRecordsException;
import dev.autohttps.acme.dns.Span;
import dev.autohttps.certificate.Line;

/**
 * Says why an acme-dns server did not do what it was asked, and what to do.
 */
final class AcmeDnsFailures {

	private static final String SOMEBODY_ELSE = "the property acme-dns.url is wrong, or something on the way, such as a "
			+ "proxy, answers in its place";

	private final AcmeDnsSettings settings;

	AcmeDnsFailures(AcmeDnsSettings settings) {
		this.settings = settings;
	}

	/**
	 * Tell why no account was registered.
	 */
	DnsRecordsException registration(String task, int status, String error, String location) {
		return switch (status) {
			case 401, 403, 404, 405 -> lasting(task, status, error,
					"there is no acme-dns at that URL, or it registers nobody; correct the property acme-dns.url, or "
							+ "set acme-dns.username, acme-dns.password and acme-dns.subdomain to an account of it");
			default -> other(task, status, error, location);
		};
	}

	/**
	 * Tell why a value was not taken.
	 */
	DnsRecordsException update(String task, int status, String error, String location, String remedy) {
		return switch (status) {
			case 401, 403 -> lasting(task, status, error,
					"it does not know this account, or not with this password, or takes nothing for it from this "
							+ "address (allowfrom); " + remedy);
			case 404, 405 ->
				lasting(task, status, error, "there is no acme-dns at that URL; correct the property acme-dns.url");
			case 400 -> lasting(task, status, error, "it does not accept what it was sent; " + remedy);
			default -> other(task, status, error, location);
		};
	}

	private DnsRecordsException other(String task, int status, String error, String location) {
		if (status >= 500 || status == 408 || status == 429) {
			return DnsRecordsException.passing(said(task, status, error) + ": it is in trouble, which should pass",
					null);
		}
		return lasting(task, status, error,
				(status >= 300 && status < 400)
						? "it leads to " + location + ", where nothing is sent; correct the property acme-dns.url"
						: SOMEBODY_ELSE);
	}

	private DnsRecordsException lasting(String task, int status, String error, String what) {
		return DnsRecordsException.lasting(said(task, status, error) + ": " + what, null);
	}

	private String said(String task, int status, String error) {
		return failed(task) + "it answered with status " + status + (error.isEmpty() ? "" : " (" + error + ")");
	}

	/**
	 * Tell of an answer that is not one of acme-dns.
	 */
	DnsRecordsException foreign(String task, String answer) {
		return DnsRecordsException.lasting(failed(task) + "it answered with " + answer + ": " + SOMEBODY_ELSE, null);
	}

	/**
	 * Tell why there was no answer. The JDK's client says little of it, and wraps it
	 * deep.
	 */
	DnsRecordsException of(String task, IOException ex) {
		String host = this.settings.url().getHost();
		boolean trusted = true;
		String said = ex.getClass().getSimpleName();
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
				return passing(task,
						"the name " + host + " cannot be resolved; if that lasts, the property acme-dns.url "
								+ "is wrong, or the DNS of this machine",
						ex);
			}
			trusted &= !(cause instanceof CertificateException);
			said = (cause.getMessage() != null) ? Line.of(cause.getMessage()) : said;
		}
		if (!trusted) {
			return DnsRecordsException.lasting(failed(task) + "the certificate of " + host + " is not trusted (" + said
					+ "); it must be mended there, or its CA be trusted by the JDK of this application", ex);
		}
		if (ex instanceof HttpTimeoutException) {
			return passing(task, "there was no complete answer within " + Span.of(this.settings.timeout())
					+ " (the property acme-dns.timeout)", ex);
		}
		if (ex instanceof BoundedExchange.TooLargeException) {
			return DnsRecordsException.lasting(failed(task) + said + ": " + SOMEBODY_ELSE, ex);
		}
		if (ex instanceof ConnectException) {
			return passing(task, "the connection was refused", ex);
		}
		return passing(task, ((ex instanceof SSLException) ? "TLS with " + host + " failed: " : "") + said, ex);
	}

	private DnsRecordsException passing(String task, String what, IOException ex) {
		return DnsRecordsException.passing(failed(task) + what, ex);
	}

	private String failed(String task) {
		return "acme-dns at " + this.settings.base() + " did not " + task + ": ";
	}

}
