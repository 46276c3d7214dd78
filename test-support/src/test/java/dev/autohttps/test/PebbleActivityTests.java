package dev.autohttps.test;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PebbleActivity}.
 */
class PebbleActivityTests {

	@Test
	void readsWhatPebblePrints() {
		PebbleActivity activity = PebbleActivity.in(List.of("Pebble 2026/01/02 03:04:05 Listening on: 127.0.0.1:14000",
				"Pebble 2026/01/02 03:04:05 POST /sign-me-up -> calling handler()",
				"Pebble 2026/01/02 03:04:05 There are now 1 accounts in memory",
				"Pebble 2026/01/02 03:04:05 POST /order-plz -> calling handler()",
				"Pebble 2026/01/02 03:04:05 There are now 2 authorizations in the db",
				"Pebble 2026/01/02 03:04:05 Added order \"a-b_c\" to the db",
				"Pebble 2026/01/02 03:04:05 There are now 1 orders in the db",
				"Pebble 2026/01/02 03:04:05 Issued certificate serial 5f6a for order a-b_c"));
		assertThat(activity).isEqualTo(new PebbleActivity(1, 1, 1, List.of("POST /sign-me-up", "POST /order-plz")));
	}

}
