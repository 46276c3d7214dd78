package dev.autohttps.server.tomcat;

import java.io.IOException;

import dev.autohttps.web.HttpResponder;
import dev.autohttps.web.ServletExchange;
import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.jspecify.annotations.Nullable;

/**
 * Lets others answer before any context, filter or security of the application: one of
 * them on the plain port, another on the rest.
 */
class ResponderValve extends ValveBase {

	private final @Nullable Connector plain;

	private final HttpResponder onPlain;

	private final HttpResponder onOther;

	ResponderValve(@Nullable Connector plain, HttpResponder onPlain, HttpResponder onOther) {
		super(true);
		this.plain = plain;
		this.onPlain = onPlain;
		this.onOther = onOther;
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		HttpResponder responder = (request.getConnector() == this.plain) ? this.onPlain : this.onOther;
		if (!ServletExchange.answer(responder, request, response)) {
			getNext().invoke(request, response);
		}
	}

}
