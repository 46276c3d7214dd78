package dev.autohttps.server.jetty;

import java.util.function.UnaryOperator;

import dev.autohttps.web.HttpAnswer;
import dev.autohttps.web.HttpQuestion;
import dev.autohttps.web.HttpResponder;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Lets others answer before any context, filter or security of the application: one of
 * them on the plain port, another on the rest.
 */
class ResponderHandler extends Handler.Wrapper {

	private final @Nullable Connector plain;

	private final HttpResponder onPlain;

	private final HttpResponder onOther;

	ResponderHandler(@Nullable Connector plain, HttpResponder onPlain, HttpResponder onOther) {
		this.plain = plain;
		this.onPlain = onPlain;
		this.onOther = onOther;
	}

	@Override
	public boolean handle(Request request, Response response, Callback callback) throws Exception {
		boolean isPlain = this.plain != null && request.getConnectionMetaData().getConnector() == this.plain;
		HttpAnswer answer = (isPlain ? this.onPlain : this.onOther).answer(question(request));
		if (answer == null) {
			return super.handle(request, response, callback);
		}
		response.setStatus(answer.status());
		answer.headers().forEach(response.getHeaders()::put);
		response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length());
		if (!answer.body().isEmpty()) {
			response.getHeaders().put(HttpHeader.CONTENT_TYPE, HttpAnswer.CONTENT_TYPE);
		}
		Content.Sink.write(response, true, answer.body(), callback);
		return true;
	}

	private static HttpQuestion question(Request request) {
		HttpURI uri = request.getHttpURI();
		UnaryOperator<@Nullable String> headers = request.getHeaders()::get;
		String host = (uri.getAuthority() != null) ? uri.getAuthority() : headers.apply("Host");
		return new HttpQuestion(request.getMethod(), String.valueOf(uri.getPath()), uri.getQuery(), host,
				request.isSecure(), headers);
	}

}
