package dev.autohttps.testcontainers;

import org.testcontainers.containers.GenericContainer;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Bean;

/**
 * Pebble for an application under development.
 */
@TestConfiguration(proxyBeanMethods = false)
class PebbleConfiguration {

	@Bean
	@ServiceConnection("pebble")
	GenericContainer<?> pebble() {
		return new GenericContainer<>("ghcr.io/letsencrypt/pebble:latest").withExposedPorts(14000, 15000)
			.withEnv("PEBBLE_VA_NOSLEEP", "1")
			.withExtraHost("shop.localhost", "host-gateway");
	}

}
