package dev.autohttps.acme.dns;

/**
 * Where a value was published.
 *
 * @param record the value and the name that has it
 * @param route who published it
 * @param shared whether the name had values of other orders, which a resolver of the CA's
 * may remember without this one
 */
record Place(TxtRecord record, DnsRoute route, boolean shared) {

}
