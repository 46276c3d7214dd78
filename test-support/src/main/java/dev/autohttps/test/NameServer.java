package dev.autohttps.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * A real name server on this machine: an authoritative one, or a resolver that knows
 * nothing but such ones.
 * <p>
 * Its port stays the same over all of its starts, and so does what its zones have come to
 * hold.
 */
public final class NameServer implements AutoCloseable {

	private static final Set<NameServer> OPEN = ConcurrentHashMap.newKeySet();

	static {
		Runtime.getRuntime().addShutdownHook(new Thread(() -> OPEN.forEach(NameServer::close), "name-server-shutdown"));
	}

	private final NameServerSoftware software;

	private final NameServerSettings settings;

	private final Path configuration;

	private final PebbleLog log = new PebbleLog(null);

	private final DnsQuestions questions;

	private @Nullable RunningProgram program;

	NameServer(NameServerSoftware software, NameServerSettings settings, Path parent) {
		this.software = software;
		this.settings = settings;
		this.questions = new DnsQuestions(settings.address(), settings.port());
		try {
			Path folder = Files.createTempDirectory(parent.toRealPath(), "ns");
			for (TestZone zone : settings.zones()) {
				if (zone.primary() == null) {
					Files.writeString(folder.resolve(zone.name() + ".zone"), zone.file());
				}
			}
			this.configuration = Files.writeString(folder.resolve("server.conf"),
					software.configuration().text(settings, folder));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		OPEN.add(this);
	}

	/**
	 * Start to describe an authoritative server.
	 * @param software its implementation
	 * @param folder the folder that gets a folder for its files; a short path, since Knot
	 * has a socket there
	 * @return a builder of a server on 127.0.0.1, without any zone
	 */
	public static NameServerBuilder of(NameServerSoftware software, Path folder) {
		return new NameServerBuilder(software, folder);
	}

	/**
	 * Start to describe an authoritative BIND.
	 * @param folder the folder that gets a folder for its files
	 * @return a builder of a server on 127.0.0.1, without any zone
	 */
	public static NameServerBuilder bind(Path folder) {
		return of(NameServerSoftware.BIND, folder);
	}

	/**
	 * Start to describe an authoritative Knot.
	 * @param folder the folder that gets a folder for its files; a short path, since Knot
	 * has a socket there
	 * @return a builder of a server on 127.0.0.1, without any zone
	 */
	public static NameServerBuilder knot(Path folder) {
		return of(NameServerSoftware.KNOT, folder);
	}

	/**
	 * Start to describe a resolver (a BIND) that asks given servers for given zones and
	 * nobody for any other name, which does not exist for it. It forgets an answer within
	 * the second.
	 * @param folder the folder that gets a folder for its files
	 * @return a builder of a resolver on 127.0.0.1, without any zone
	 */
	public static ResolverBuilder resolver(Path folder) {
		return new ResolverBuilder(folder);
	}

	/**
	 * Start it, or start it again after {@link #stop()}. Returns when it answers for each
	 * of its zones; a secondary zone came from its primary then. Does nothing if it runs.
	 * @throws IllegalStateException if it does not come up; the message has what it
	 * printed last
	 */
	public synchronized void start() {
		if (this.program != null && this.program.isRunning()) {
			return;
		}
		check();
		RunningProgram started = run(this.software.server(),
				this.software.configuration().serverArguments(this.configuration));
		this.program = started;
		new Readiness("The " + this.software + " at " + address(), started, this.log).await(this::isReady);
	}

	private void check() {
		LocalProgram check = run(this.software.checker(),
				this.software.configuration().checkArguments(this.configuration));
		int result = check.await();
		if (result != 0) {
			throw new IllegalStateException(
					"The configuration of " + this.software + " is wrong (" + result + "). " + lastLines());
		}
	}

	private LocalProgram run(String program, List<String> arguments) {
		List<String> command = new ArrayList<>(List.of(program));
		command.addAll(arguments);
		try {
			return new LocalProgram(new ProcessBuilder(command).redirectErrorStream(true).start(),
					Path.of(program).getFileName().toString(), this.log::add);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private boolean isReady() {
		return this.settings.zones().stream().allMatch((zone) -> this.questions.hasZone(zone.name()));
	}

	/**
	 * Kill it. Does nothing if it does not run.
	 */
	public synchronized void stop() {
		if (this.program != null) {
			this.program.stop();
			this.program = null;
		}
	}

	/**
	 * Freeze it: it takes what comes, and answers nothing.
	 */
	public synchronized void suspend() {
		running().suspend();
	}

	/**
	 * Let it go on after {@link #suspend()}.
	 */
	public synchronized void resume() {
		running().resume();
	}

	private RunningProgram running() {
		if (this.program == null) {
			throw new IllegalStateException("The name server is not started");
		}
		return this.program;
	}

	/**
	 * Return where it is asked.
	 * @return its IP address and port, such as {@code 127.0.0.1:20053}
	 */
	public String address() {
		return this.settings.hostAndPort();
	}

	/**
	 * Return the port on which it is asked.
	 * @return the port, over UDP and TCP
	 */
	public int port() {
		return this.settings.port();
	}

	/**
	 * Ask it for the TXT values of a name, or of what that is an alias for as far as it
	 * knows.
	 * @param name the name
	 * @return the values; none if there is no such name or record
	 * @throws IllegalStateException if it refuses, fails or does not answer
	 */
	public List<String> txt(String name) {
		return this.questions.txt(name);
	}

	/**
	 * Return what it printed last, for failures.
	 * @return some lines
	 */
	public String lastLines() {
		return this.log.lastLines();
	}

	/**
	 * Kill it. Its files are left to whoever owns the folder.
	 */
	@Override
	public synchronized void close() {
		stop();
		OPEN.remove(this);
	}

}
