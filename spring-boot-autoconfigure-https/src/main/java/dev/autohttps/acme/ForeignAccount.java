package dev.autohttps.acme;

import java.net.URL;
import java.security.KeyPair;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * An account that another ACME client made.
 *
 * @param key its key, a secret
 * @param location its URL, or {@code null} to have the CA find it by its key
 * @param registeredAt when it was made, or {@code null} if that is not known
 */
public record ForeignAccount(KeyPair key, @Nullable URL location, @Nullable Instant registeredAt) {

	@Override
	public String toString() {
		return "ForeignAccount[" + this.location + "]";
	}

}
