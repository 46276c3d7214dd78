package dev.autohttps.actuate;

import dev.autohttps.actuate.OperationDescriptor.Outcome;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.io.Resource;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/**
 * The {@link CertificatesEndpoint} over HTTP: with its status codes, and for a browser as
 * a page, at the same address.
 */
@ImportRuntimeHints(CertificatesRuntimeHints.class)
@EndpointWebExtension(endpoint = CertificatesEndpoint.class)
public class CertificatesEndpointWebExtension {

	private static final int ACCEPTED = 202;

	private final CertificatesEndpoint delegate;

	private final CertificatesPage page = new CertificatesPage();

	/**
	 * Create a new extension.
	 * @param delegate the endpoint
	 */
	public CertificatesEndpointWebExtension(CertificatesEndpoint delegate) {
		this.delegate = delegate;
	}

	/**
	 * Show all certificates, or a part of the page.
	 * @param asset the file name of a part of the page, which is asked for at the same
	 * address since that is the one that the page knows
	 * @return one for each name and key type, or the part
	 */
	@ReadOperation
	public WebEndpointResponse<Object> certificates(@Nullable String asset) {
		return (asset == null) ? new WebEndpointResponse<>(this.delegate.certificates()) : part(asset);
	}

	/**
	 * Show all certificates to a person, or a part of the page.
	 * @param asset the file name of a part of the page
	 * @return the page, or the part
	 */
	@ReadOperation(produces = MimeTypeUtils.TEXT_HTML_VALUE)
	public WebEndpointResponse<Object> page(@Nullable String asset) {
		return (asset == null)
				? new WebEndpointResponse<>(this.page.html(), MimeType.valueOf("text/html;charset=UTF-8"))
				: part(asset);
	}

	/**
	 * Do something with the certificates of one name.
	 * @param security who asks for it
	 * @param name the configured name
	 * @param operation {@code renew}, {@code revoke} or {@code check}
	 * @param reason why they are revoked, such as {@code key-compromise}
	 * @return what came of it
	 */
	@WriteOperation
	public WebEndpointResponse<OperationDescriptor> operate(SecurityContext security, @Selector String name,
			@Selector String operation, @Nullable String reason) {
		OperationDescriptor done = this.delegate.operate(security.getPrincipal(), name, operation, reason);
		return (done != null) ? new WebEndpointResponse<>(done, status(done.outcome()))
				: new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
	}

	private WebEndpointResponse<Object> part(String asset) {
		Resource part = this.page.part(asset);
		return (part != null) ? new WebEndpointResponse<>(part, CertificatesPage.typeOf(asset))
				: new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
	}

	private static int status(Outcome outcome) {
		return switch (outcome) {
			case ACCEPTED -> ACCEPTED;
			case DONE -> WebEndpointResponse.STATUS_OK;
			case REFUSED -> WebEndpointResponse.STATUS_TOO_MANY_REQUESTS;
			case FAILED -> WebEndpointResponse.STATUS_INTERNAL_SERVER_ERROR;
			case INVALID -> WebEndpointResponse.STATUS_BAD_REQUEST;
		};
	}

}
