package dev.autohttps.autoconfigure;

import dev.autohttps.acme.CaListener;
import dev.autohttps.certificate.AccountStatus;
import dev.autohttps.renewal.AccountRegistered;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Tells the application, by an event, that an account was made.
 */
final class AccountAnnouncer implements CaListener {

	private final ApplicationEventPublisher events;

	AccountAnnouncer(ApplicationEventPublisher events) {
		this.events = events;
	}

	@Override
	public void registered(String ca, AccountStatus account) {
		this.events.publishEvent(new AccountRegistered(ca, account.url(), account.contacts()));
	}

}
