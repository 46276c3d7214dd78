package dev.autohttps.acceptance;

import dev.autohttps.renewal.CertificateRegistry;
import dev.autohttps.renewal.CertificateRequest;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * An application as a user writes one.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
@RestController
public class TestApplication {

	static final String GREETING = "hello from the application";

	@GetMapping("/hello")
	String hello() {
		return GREETING;
	}

	/**
	 * Adds a certificate as an application does that knows its names when it starts.
	 */
	@Bean
	@ConditionalOnProperty("test.added")
	SmartInitializingSingleton tenants(CertificateRegistry certificates, @Value("${test.added:}") String domain) {
		return () -> certificates.add(CertificateRequest.of("added", domain));
	}

	@Bean
	SecurityFilterChain security(HttpSecurity http, @Value("${test.deny-all:false}") boolean deny) {
		http.authorizeHttpRequests((requests) -> {
			if (deny) {
				requests.anyRequest().denyAll();
			}
			else {
				requests.anyRequest().permitAll();
			}
		});
		return http.build();
	}

}
