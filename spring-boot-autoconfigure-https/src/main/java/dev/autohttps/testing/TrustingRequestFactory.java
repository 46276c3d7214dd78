package dev.autohttps.testing;

import java.net.http.HttpClient;

import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.ReactorClientHttpRequestFactoryBuilder;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.util.ClassUtils;

/**
 * Makes the requests of a blocking client that trusts what this application serves, with
 * the HTTP client that Boot would choose from the class path. Redirects are what they are
 * to that client in a {@code RestTestClient} without us.
 */
public final class TrustingRequestFactory {

	private static final String BUILDER = "org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder";

	private TrustingRequestFactory() {
	}

	/**
	 * Create a request factory.
	 * @param trust trust in what is served
	 * @return the factory
	 */
	public static ClientHttpRequestFactory create(ServedCertificatesTrust trust) {
		if (ClassUtils.isPresent(BUILDER, TrustingRequestFactory.class.getClassLoader())) {
			return Detected.create(trust);
		}
		return new JdkClientHttpRequestFactory(HttpClient.newBuilder().sslContext(trust.createContext()).build());
	}

	/**
	 * With Boot's choice, where it is there. Boot has all of them follow redirects, of
	 * which a client that Spring made would leave some alone.
	 */
	static final class Detected {

		private Detected() {
		}

		static ClientHttpRequestFactory create(ServedCertificatesTrust trust) {
			return create(ClientHttpRequestFactoryBuilder.detect(), trust);
		}

		static ClientHttpRequestFactory create(ClientHttpRequestFactoryBuilder<?> builder,
				ServedCertificatesTrust trust) {
			HttpClientSettings settings = HttpClientSettings.ofSslBundle(TrustingSslBundle.of(trust, null));
			boolean leaves = builder instanceof JdkClientHttpRequestFactoryBuilder
					|| builder instanceof ReactorClientHttpRequestFactoryBuilder;
			return builder.build(leaves ? settings.withRedirects(HttpRedirects.DONT_FOLLOW) : settings);
		}

	}

}
