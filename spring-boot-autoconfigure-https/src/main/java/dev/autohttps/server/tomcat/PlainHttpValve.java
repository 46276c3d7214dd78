package dev.autohttps.server.tomcat;

import java.io.IOException;

import dev.autohttps.web.HttpAnswer;
import dev.autohttps.web.HttpChallengeFilter;
import dev.autohttps.web.PlainHttpResponder;
import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Hands the requests of the plain port to the one who answers them, before any context,
 * filter or security of the application sees them.
 */
class PlainHttpValve extends ValveBase {

	private final Connector plain;

	private final PlainHttpResponder responder;

	PlainHttpValve(Connector plain, PlainHttpResponder responder) {
		super(true);
		this.plain = plain;
		this.responder = responder;
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		HttpAnswer answer = (request.getConnector() == this.plain) ? this.responder
			.answer(HttpChallengeFilter.question(request), this.plain::getLocalPort, this::httpsPort) : null;
		if (answer != null) {
			HttpChallengeFilter.write(answer, response);
		}
		else {
			getNext().invoke(request, response);
		}
	}

	/**
	 * The server's own connector is the first of its service.
	 */
	private int httpsPort() {
		return this.plain.getService().findConnectors()[0].getLocalPort();
	}

}
