package dev.autohttps.testing;

import java.net.http.HttpClient;

import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.util.ClassUtils;

/**
 * Makes the requests of a blocking client that trusts what this application serves, with
 * the HTTP client that Boot would choose from the class path.
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
	 * With Boot's choice, where it is there.
	 */
	private static final class Detected {

		private Detected() {
		}

		static ClientHttpRequestFactory create(ServedCertificatesTrust trust) {
			return ClientHttpRequestFactoryBuilder.detect()
				.build(HttpClientSettings.ofSslBundle(TrustingSslBundle.of(trust, null)));
		}

	}

}
