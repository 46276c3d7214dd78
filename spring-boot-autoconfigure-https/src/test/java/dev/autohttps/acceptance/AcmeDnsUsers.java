package dev.autohttps.acceptance;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What an acme-dns server knows: its accounts, and the last two values of each.
 */
final class AcmeDnsUsers {

	private final Map<String, Account> users = new ConcurrentHashMap<>();

	private final String domain;

	AcmeDnsUsers(String domain) {
		this.domain = domain;
	}

	String domain() {
		return this.domain;
	}

	Account register(List<String> allowFrom) {
		byte[] password = new byte[30];
		new SecureRandom().nextBytes(password);
		Account account = new Account(UUID.randomUUID().toString(),
				Base64.getUrlEncoder().withoutPadding().encodeToString(password), UUID.randomUUID().toString(),
				allowFrom, new ArrayList<>());
		this.users.put(account.username(), account);
		return account;
	}

	/**
	 * Return the account of those credentials, or {@code null} if they are wrong.
	 */
	Account find(String username, String password) {
		Account account = (username != null) ? this.users.get(username) : null;
		return (account != null && account.password().equals(password)) ? account : null;
	}

	/**
	 * Return the values of a subdomain, or {@code null} if there is no such account.
	 */
	List<String> values(String subdomain) {
		return this.users.values()
			.stream()
			.filter((account) -> account.subdomain().equalsIgnoreCase(subdomain))
			.map(Account::current)
			.findFirst()
			.orElse(null);
	}

	/**
	 * An account, with its values from the older to the newer.
	 */
	record Account(String username, String password, String subdomain, List<String> allowFrom, List<String> values) {

		void write(String value) {
			synchronized (this.values) {
				this.values.add(value);
				if (this.values.size() > 2) {
					this.values.remove(0);
				}
			}
		}

		private List<String> current() {
			synchronized (this.values) {
				return List.copyOf(this.values);
			}
		}

		boolean allows(InetAddress client) {
			return this.allowFrom.isEmpty() || this.allowFrom.stream().anyMatch((range) -> contains(range, client));
		}

		private static boolean contains(String range, InetAddress client) {
			try {
				String[] parts = range.split("/");
				byte[] network = InetAddress.getByName(parts[0]).getAddress();
				byte[] address = client.getAddress();
				boolean contained = network.length == address.length;
				for (int bit = 0; contained && bit < Integer.parseInt(parts[1]); bit++) {
					int mask = 0x80 >> (bit % 8);
					contained = (network[bit / 8] & mask) == (address[bit / 8] & mask);
				}
				return contained;
			}
			catch (UnknownHostException ex) {
				return false;
			}
		}

	}

}
