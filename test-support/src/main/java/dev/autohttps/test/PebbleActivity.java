package dev.autohttps.test;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Pebble did for its clients in some time.
 *
 * @param accountsMade the accounts that were new to it
 * @param ordersPlaced the orders that it accepted, whatever became of them
 * @param certificatesIssued the certificates that it signed
 * @param requestsSeen the method and the kind of each ACME request in its order, such as
 * {@code POST /order-plz}: the path without the identifier at its end
 */
public record PebbleActivity(int accountsMade, int ordersPlaced, int certificatesIssued, List<String> requestsSeen) {

	private static final Pattern REQUEST = Pattern.compile("([A-Z]+ /\\S*) -> calling handler\\(\\)$");

	private static final Pattern ACCOUNT = Pattern.compile("There are now \\d+ accounts in memory$");

	private static final Pattern ORDER = Pattern.compile("Added order \"[^\"]*\" to the db$");

	private static final Pattern CERTIFICATE = Pattern.compile("Issued certificate serial \\S+ for order ");

	public PebbleActivity {
		requestsSeen = List.copyOf(requestsSeen);
	}

	static PebbleActivity in(List<String> lines) {
		List<String> requests = new ArrayList<>();
		for (String line : lines) {
			Matcher request = REQUEST.matcher(line);
			if (request.find()) {
				requests.add(request.group(1));
			}
		}
		return new PebbleActivity(count(lines, ACCOUNT), count(lines, ORDER), count(lines, CERTIFICATE), requests);
	}

	private static int count(List<String> lines, Pattern pattern) {
		return (int) lines.stream().filter((line) -> pattern.matcher(line).find()).count();
	}

}
