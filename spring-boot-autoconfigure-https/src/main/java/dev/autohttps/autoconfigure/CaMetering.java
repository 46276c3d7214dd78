package dev.autohttps.autoconfigure;

import dev.autohttps.acme.CaExchange;
import dev.autohttps.acme.CaListener;
import dev.autohttps.actuate.CaMeters;

/**
 * Hands what passes between us and the CAs to their meters.
 */
final class CaMetering implements CaListener {

	private final CaMeters meters;

	CaMetering(CaMeters meters) {
		this.meters = meters;
	}

	@Override
	public void exchanged(CaExchange exchange) {
		this.meters.record(exchange.ca(), exchange.kind().id(), exchange.status(), exchange.duration());
	}

}
