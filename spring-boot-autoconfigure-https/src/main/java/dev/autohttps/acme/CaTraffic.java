package dev.autohttps.acme;

import java.net.URI;
import java.net.URL;
import java.net.http.HttpResponse;
import java.time.Duration;

import dev.autohttps.acme.CaExchange.Kind;
import dev.autohttps.certificate.AccountStatus;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What passes between us and one CA, told to a {@link CaListener}.
 */
final class CaTraffic {

	private static final Log logger = LogFactory.getLog(CaTraffic.class);

	private final String ca;

	private final CaResources resources;

	private final CaListener listener;

	CaTraffic(AcmeServer server, CaListener listener) {
		this.ca = server.toString();
		this.resources = new CaResources(server.directory());
		this.listener = listener;
	}

	/**
	 * Take note of an exchange. Nothing that is wrong with the answer is told here: it is
	 * for whoever asked to find out.
	 * @param uri what was asked for
	 * @param response the answer, or {@code null} if there was no complete one
	 * @param content its body, decompressed
	 * @param duration how long it took
	 */
	void exchanged(URI uri, @Nullable HttpResponse<?> response, byte[] content, Duration duration) {
		Kind kind = (response != null) ? learn(uri, response, content) : this.resources.kind(uri);
		int status = (response != null) ? response.statusCode() : 0;
		this.listener.exchanged(new CaExchange(this.ca, kind, status, duration));
	}

	/**
	 * Take note of where the account is, which no answer says after a restart.
	 */
	void accountAt(URL location) {
		this.resources.accountAt(location.toString());
	}

	/**
	 * Take note of an account that was made.
	 */
	void registered(AccountStatus account) {
		this.listener.registered(this.ca, account);
	}

	private Kind learn(URI uri, HttpResponse<?> response, byte[] content) {
		try {
			return this.resources.learn(CaAnswer.of(uri, response, content));
		}
		catch (RuntimeException ex) {
			logger.debug("Nothing could be learned from what " + this.ca + " answered", ex);
			return this.resources.kind(uri);
		}
	}

}
