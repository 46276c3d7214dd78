package dev.autohttps.acme;

import java.util.List;
import java.util.function.Consumer;

import dev.autohttps.certificate.AccountStatus;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Several listeners, whose faults are kept from each other and from the exchange.
 */
final class CaListeners implements CaListener {

	private static final Log logger = LogFactory.getLog(CaListeners.class);

	private final List<CaListener> listeners;

	CaListeners(List<CaListener> listeners) {
		this.listeners = List.copyOf(listeners);
	}

	@Override
	public void exchanged(CaExchange exchange) {
		each((listener) -> listener.exchanged(exchange));
	}

	@Override
	public void registered(String ca, AccountStatus account) {
		each((listener) -> listener.registered(ca, account));
	}

	private void each(Consumer<CaListener> action) {
		for (CaListener listener : this.listeners) {
			try {
				action.accept(listener);
			}
			catch (RuntimeException | LinkageError ex) {
				logger.warn("A listener for the traffic with CAs failed, which changes nothing", ex);
			}
		}
	}

}
