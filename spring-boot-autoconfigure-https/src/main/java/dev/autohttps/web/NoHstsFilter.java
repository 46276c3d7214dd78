package dev.autohttps.web;

import java.io.IOException;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

/**
 * Keeps Spring Security from sending HSTS for {@link ProvisionalHosts} in a servlet
 * application.
 */
public final class NoHstsFilter implements Filter {

	private final ProvisionalHosts hosts;

	public NoHstsFilter(ProvisionalHosts hosts) {
		this.hosts = hosts;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		boolean provisional = request.isSecure() && this.hosts.contains(request.getServerName());
		chain.doFilter(request, provisional ? new SettledResponse((HttpServletResponse) response) : response);
	}

	/**
	 * Says that the header field is there, which Spring Security then leaves alone.
	 */
	private static final class SettledResponse extends HttpServletResponseWrapper {

		SettledResponse(HttpServletResponse response) {
			super(response);
		}

		@Override
		public boolean containsHeader(String name) {
			return HstsPolicy.HEADER.equalsIgnoreCase(name) || super.containsHeader(name);
		}

	}

}
