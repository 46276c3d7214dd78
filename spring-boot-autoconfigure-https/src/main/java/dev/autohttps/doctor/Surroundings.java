package dev.autohttps.doctor;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.autohttps.acme.dns.Dns;

/**
 * The network as it is seen from this machine.
 *
 * @param dns the resolver
 * @param hosts how this machine itself finds the addresses of a name, none if it finds
 * none
 * @param own the addresses of this machine
 * @param dialer connects to others
 */
record Surroundings(Dns dns, Function<String, List<InetAddress>> hosts, Supplier<List<InetAddress>> own,
		Dialer dialer) {

	/**
	 * Return the real ones.
	 */
	static Surroundings real(Dns resolver) {
		return new Surroundings(resolver, Surroundings::lookUp, Surroundings::addresses, Dialer::connect);
	}

	private static List<InetAddress> lookUp(String name) {
		try {
			return Arrays.asList(InetAddress.getAllByName(name));
		}
		catch (UnknownHostException ex) {
			return List.of();
		}
	}

	private static List<InetAddress> addresses() {
		try {
			return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses).toList();
		}
		catch (SocketException ex) {
			return List.of();
		}
	}

}
