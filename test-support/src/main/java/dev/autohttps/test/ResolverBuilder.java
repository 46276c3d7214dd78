package dev.autohttps.test;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Says what a {@link NameServer} that resolves knows.
 */
public final class ResolverBuilder {

	private final Path folder;

	private final Map<String, List<String>> forwarded = new LinkedHashMap<>();

	private int port;

	ResolverBuilder(Path folder) {
		this.folder = folder;
	}

	/**
	 * The port that it listens on, over UDP and TCP.
	 * @param port the port, by default a free one
	 * @return this
	 */
	public ResolverBuilder port(int port) {
		this.port = port;
		return this;
	}

	/**
	 * Ask servers for a zone and all below it.
	 * @param zone the name of the zone
	 * @param servers the servers, HOST:PORT
	 * @return this
	 */
	public ResolverBuilder forward(String zone, String... servers) {
		this.forwarded.put(zone, List.of(servers));
		return this;
	}

	/**
	 * Make the resolver without starting it.
	 * @return a resolver to {@linkplain NameServer#start() start} and to close
	 */
	public NameServer build() {
		// With a root of its own it has nobody to ask for other names. What it forwards
		// must be delegated there, or it would deny those names itself.
		Stream<String> delegated = this.forwarded.keySet().stream().map((zone) -> zone + ". NS nowhere.invalid.");
		Stream<String> root = Stream.concat(Stream.of("@ NS nowhere.invalid.", "nowhere.invalid. A 127.0.0.1"),
				delegated);
		int chosen = (this.port != 0) ? this.port : Ports.free();
		return new NameServer(NameServerSoftware.BIND, new NameServerSettings("127.0.0.1", chosen, List.of(),
				List.of(TestZone.of(".", root.toArray(String[]::new))), this.forwarded), this.folder);
	}

	/**
	 * Make the resolver and start it.
	 * @return a resolver that answers, to close
	 */
	public NameServer start() {
		NameServer resolver = build();
		try {
			resolver.start();
			return resolver;
		}
		catch (RuntimeException ex) {
			resolver.close();
			throw ex;
		}
	}

}
