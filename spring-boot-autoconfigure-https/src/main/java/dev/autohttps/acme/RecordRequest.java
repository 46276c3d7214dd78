package dev.autohttps.acme;

import java.util.List;
import java.util.function.Supplier;

/**
 * What a record that stays in the DNS is to prove.
 *
 * @param identifier the name, without a wildcard's {@code *.}
 * @param wildcard whether a wildcard of it is to be proven, too
 * @param onlyWay whether there is no other way to prove it
 * @param account the URL of the account that orders
 * @param identities the names by which records mean the CA, asked only if it did not say
 * so in an order; none if they are not known
 */
public record RecordRequest(String identifier, boolean wildcard, boolean onlyWay, String account,
		Supplier<List<String>> identities) {

}
