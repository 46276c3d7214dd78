package dev.autohttps.web;

import java.io.IOException;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Adds what the {@link HstsPolicy} says to the answers of a servlet application, before
 * Spring Security does, which leaves a header field alone that is there.
 */
public final class HstsFilter implements Filter {

	private final HstsPolicy policy;

	public HstsFilter(HstsPolicy policy) {
		this.policy = policy;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		HttpServletRequest http = (HttpServletRequest) request;
		String value = this.policy.value(http.isSecure(), http.getServerName());
		if (value != null) {
			((HttpServletResponse) response).setHeader(HstsPolicy.HEADER, value);
		}
		chain.doFilter(request, response);
	}

}
