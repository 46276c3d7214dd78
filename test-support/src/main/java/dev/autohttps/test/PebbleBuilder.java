package dev.autohttps.test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Says how a {@link Pebble} behaves; everything has a default that suits most tests.
 */
public final class PebbleBuilder {

	private int httpPort;

	private int tlsPort;

	private final Map<String, Duration> profiles = new LinkedHashMap<>();

	private boolean validationSleep;

	private int rejectedNonces = 5;

	private int reusedAuthorizations = 50;

	private int retryAfterAuthorization = 1;

	private int retryAfterOrder = 1;

	private final Map<String, String> externalAccounts = new LinkedHashMap<>();

	private final List<String> blockedDomains = new ArrayList<>();

	private int alternateRoots;

	private int chainLength = 1;

	private List<String> caaIdentities = List.of("pebble.test");

	private @Nullable String resolver;

	private @Nullable Path log;

	PebbleBuilder() {
	}

	/**
	 * The port on which every name is asked for its HTTP-01 answer.
	 * @param port the port, by default a free one: {@link Pebble#httpPort()}
	 * @return this
	 */
	public PebbleBuilder httpPort(int port) {
		this.httpPort = port;
		return this;
	}

	/**
	 * The port on which every name is asked for its TLS-ALPN-01 answer.
	 * @param port the port, by default a free one: {@link Pebble#tlsPort()}
	 * @return this
	 */
	public PebbleBuilder tlsPort(int port) {
		this.tlsPort = port;
		return this;
	}

	/**
	 * Offer a profile. Without any there is {@code default}, of 90 days. An order that
	 * names none of several profiles gets one at random.
	 * @param name the name of the profile
	 * @param validity the life of its certificates, in whole seconds
	 * @return this
	 */
	public PebbleBuilder profile(String name, Duration validity) {
		if (validity.toSeconds() < 1) {
			throw new IllegalArgumentException("Pebble would make years of " + validity);
		}
		this.profiles.put(name, validity);
		return this;
	}

	/**
	 * Wait up to five seconds before each validation, as a busy CA would.
	 * @param sleep whether to wait, by default not
	 * @return this
	 */
	public PebbleBuilder validationSleep(boolean sleep) {
		this.validationSleep = sleep;
		return this;
	}

	/**
	 * Call good nonces bad.
	 * @param percent how many in a hundred, by default 5
	 * @return this
	 */
	public PebbleBuilder rejectedNonces(int percent) {
		this.rejectedNonces = percent;
		return this;
	}

	/**
	 * Use valid authorizations for further orders.
	 * @param percent how many in a hundred, by default 50; with 0 Pebble still uses about
	 * one in a hundred
	 * @return this
	 */
	public PebbleBuilder reusedAuthorizations(int percent) {
		this.reusedAuthorizations = percent;
		return this;
	}

	/**
	 * Ask clients to wait before they look again, in {@code Retry-After} headers that are
	 * seconds one time and a date the next.
	 * @param authorization seconds for a pending authorization, by default 1; 0 for no
	 * header
	 * @param order seconds for an order that is being processed, by default 1; 0 for no
	 * header
	 * @return this
	 */
	public PebbleBuilder retryAfter(int authorization, int order) {
		this.retryAfterAuthorization = authorization;
		this.retryAfterOrder = order;
		return this;
	}

	/**
	 * Make accounts only for those who know a MAC key. By default anybody gets one.
	 * @param keyId the identifier of a key
	 * @param macKey the key, in unpadded base64url
	 * @return this
	 */
	public PebbleBuilder externalAccountBinding(String keyId, String macKey) {
		this.externalAccounts.put(keyId, macKey);
		return this;
	}

	/**
	 * Refuse a name and all below it.
	 * @param domain the name
	 * @return this
	 */
	public PebbleBuilder blockedDomain(String domain) {
		this.blockedDomains.add(domain);
		return this;
	}

	/**
	 * Let further roots vouch for what is issued, each by a chain of its own:
	 * {@link Pebble#root(int)}.
	 * @param count how many besides {@link Pebble#root()}, by default none
	 * @return this
	 */
	public PebbleBuilder alternateRoots(int count) {
		this.alternateRoots = count;
		return this;
	}

	/**
	 * Put intermediates between the roots and what is issued.
	 * @param count how many, by default one
	 * @return this
	 */
	public PebbleBuilder chainLength(int count) {
		this.chainLength = count;
		return this;
	}

	/**
	 * The names by which the owner of a domain refers to this CA in the DNS, which the
	 * directory shows.
	 * @param identities the names, by default {@code pebble.test}
	 * @return this
	 */
	public PebbleBuilder caaIdentities(String... identities) {
		this.caaIdentities = List.of(identities);
		return this;
	}

	/**
	 * Ask another DNS server than its own, over TCP. The addresses of the names are those
	 * that this server says, so {@link Pebble#addressOf(String, String)} and
	 * {@link Pebble#servfail(String)} cannot be used.
	 * @param address HOST:PORT, such as {@link NameServer#address()}
	 * @return this
	 */
	public PebbleBuilder resolver(String address) {
		this.resolver = address;
		return this;
	}

	/**
	 * Write what Pebble and its DNS server print to a file as well.
	 * @param file the file, which is appended to
	 * @return this
	 */
	public PebbleBuilder logTo(Path file) {
		this.log = file;
		return this;
	}

	/**
	 * Make the Pebble, on ports of its own, without starting it.
	 * @return a Pebble to {@linkplain Pebble#start() start} and to close
	 */
	public Pebble build() {
		Map<String, Duration> offered = this.profiles.isEmpty() ? Map.of("default", Duration.ofDays(90))
				: this.profiles;
		PebbleSettings settings = new PebbleSettings((this.httpPort != 0) ? this.httpPort : Ports.free(),
				(this.tlsPort != 0) ? this.tlsPort : Ports.free(), offered, this.validationSleep, this.rejectedNonces,
				this.reusedAuthorizations, this.retryAfterAuthorization, this.retryAfterOrder, this.externalAccounts,
				this.blockedDomains, this.alternateRoots, this.chainLength, this.caaIdentities, this.resolver);
		return new Pebble(PebbleSearch.onThisMachine().find(), settings, new PebbleLog(this.log));
	}

	/**
	 * Make the Pebble and start it.
	 * @return a Pebble that answers, to close
	 */
	public Pebble start() {
		Pebble pebble = build();
		try {
			pebble.start();
			return pebble;
		}
		catch (RuntimeException ex) {
			pebble.close();
			throw ex;
		}
	}

}
