package dev.autohttps.test;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Says what an authoritative {@link NameServer} knows.
 */
public final class NameServerBuilder {

	private final NameServerSoftware software;

	private final Path folder;

	private final List<TsigKey> keys = new ArrayList<>();

	private final List<TestZone> zones = new ArrayList<>();

	private String address = "127.0.0.1";

	private int port;

	NameServerBuilder(NameServerSoftware software, Path folder) {
		this.software = software;
		this.folder = folder;
	}

	/**
	 * The IP address that it listens on.
	 * @param ip by default 127.0.0.1. Others, such as 127.0.0.2, are for Knot only: BIND
	 * wants an interface to have them
	 * @return this
	 */
	public NameServerBuilder address(String ip) {
		this.address = ip;
		return this;
	}

	/**
	 * The port that it listens on, over UDP and TCP.
	 * @param port the port, by default a free one
	 * @return this
	 */
	public NameServerBuilder port(int port) {
		this.port = port;
		return this;
	}

	/**
	 * Serve a zone.
	 * @param zone the zone, whose keys become known to the server
	 * @return this
	 */
	public NameServerBuilder zone(TestZone zone) {
		this.zones.add(zone);
		return this;
	}

	/**
	 * Know a key that no zone names, and that may therefore change nothing.
	 * @param key the key
	 * @return this
	 */
	public NameServerBuilder key(TsigKey key) {
		this.keys.add(key);
		return this;
	}

	/**
	 * Make the server without starting it.
	 * @return a server to {@linkplain NameServer#start() start} and to close
	 */
	public NameServer build() {
		int chosen = (this.port != 0) ? this.port : Ports.free();
		return new NameServer(this.software,
				new NameServerSettings(this.address, chosen, this.keys, this.zones, Map.of()), this.folder);
	}

	/**
	 * Make the server and start it.
	 * @return a server that answers, to close
	 */
	public NameServer start() {
		NameServer server = build();
		try {
			server.start();
			return server;
		}
		catch (RuntimeException ex) {
			server.close();
			throw ex;
		}
	}

}
