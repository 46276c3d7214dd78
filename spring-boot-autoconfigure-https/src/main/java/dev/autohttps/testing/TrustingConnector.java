package dev.autohttps.testing;

import javax.net.ssl.SSLException;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import reactor.netty.http.client.HttpClient;

import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.util.ClassUtils;

/**
 * Makes the connections of a reactive client that trusts what this application serves: by
 * Reactor Netty, as Spring would, else by the JDK.
 */
public final class TrustingConnector {

	private static final String REACTOR = "reactor.netty.http.client.HttpClient";

	private TrustingConnector() {
	}

	/**
	 * Create a connector.
	 * @param trust trust in what is served
	 * @return the connector
	 */
	public static ClientHttpConnector create(ServedCertificatesTrust trust) {
		if (ClassUtils.isPresent(REACTOR, TrustingConnector.class.getClassLoader())) {
			return Reactor.create(trust);
		}
		return new JdkClientHttpConnector(
				java.net.http.HttpClient.newBuilder().sslContext(trust.createContext()).build());
	}

	/**
	 * With Reactor Netty, where it is there.
	 */
	private static final class Reactor {

		private Reactor() {
		}

		static ClientHttpConnector create(ServedCertificatesTrust trust) {
			SslContext context = context(trust);
			return new ReactorClientHttpConnector(
					HttpClient.create().compress(true).secure((spec) -> spec.sslContext(context)));
		}

		private static SslContext context(ServedCertificatesTrust trust) {
			try {
				return SslContextBuilder.forClient().trustManager(trust).build();
			}
			catch (SSLException ex) {
				throw new IllegalStateException("There is no TLS for a client", ex);
			}
		}

	}

}
