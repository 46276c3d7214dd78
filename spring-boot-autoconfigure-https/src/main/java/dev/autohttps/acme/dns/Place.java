package dev.autohttps.acme.dns;

/**
 * Where a value was published.
 *
 * @param record the value and the name that has it
 * @param route who published it
 */
record Place(TxtRecord record, DnsRoute route) {

}
