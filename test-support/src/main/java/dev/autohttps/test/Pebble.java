package dev.autohttps.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A real ACME certificate authority on this machine, Let's Encrypt's Pebble, with a DNS
 * server for which every name is 127.0.0.1, unless it was given another.
 * <p>
 * Its ports stay the same over all of its starts. All that it knows is in its memory: a
 * restarted one has another root and knows no account, no order and no certificate of
 * before. What it counts goes on over restarts; {@link #sinceStart()} does not.
 */
public final class Pebble implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Set<Pebble> OPEN = ConcurrentHashMap.newKeySet();

	static {
		Runtime.getRuntime().addShutdownHook(new Thread(() -> OPEN.forEach(Pebble::close), "pebble-shutdown"));
	}

	private final PebblePrograms programs;

	private final PebbleLog log;

	private final PebbleSettings settings;

	private final Path folder;

	private final Path configuration;

	private final ApiCertificate certificate;

	private final TestDns dns = new TestDns();

	private final int port = Ports.free();

	private final PebbleApi api;

	private @Nullable RunningProgram program;

	private boolean suspended;

	private int probesAnswered;

	private @Nullable X509Certificate root;

	private List<X509Certificate> intermediates = List.of();

	Pebble(PebblePrograms programs, PebbleSettings settings, PebbleLog log) {
		this.programs = programs;
		this.settings = settings;
		this.log = log;
		int managementPort = Ports.free();
		try {
			this.folder = Files.createTempDirectory("pebble").toRealPath();
			this.certificate = ApiCertificate.in(this.folder);
			this.configuration = Files.writeString(this.folder.resolve("pebble.json"), settings.json(this.port,
					managementPort, this.certificate.certificatePem(), this.certificate.privateKeyPem()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.api = new PebbleApi(this.port, managementPort, this.certificate.authority());
		OPEN.add(this);
	}

	/**
	 * Start to describe a Pebble.
	 * @return a builder with the defaults
	 */
	public static PebbleBuilder builder() {
		return new PebbleBuilder();
	}

	/**
	 * Start it, or start it again after {@link #stop()} on the same ports and with
	 * nothing of what it knew. Returns when it answers; does nothing if it runs.
	 * @throws IllegalStateException if it does not come up; the message has what it
	 * printed last
	 */
	public synchronized void start() {
		if (isRunning()) {
			return;
		}
		this.log.markStart();
		this.probesAnswered = 0;
		RunningProgram started = this.programs.run(PebblePrograms.PEBBLE,
				List.of("-config", this.configuration.toString(), "-dnsserver", resolver()),
				this.settings.environment(), this.folder, this.log::add);
		this.program = started;
		new Readiness("Pebble", started, this.log).await(this::probe);
		this.root = this.api.certificate("/roots/0");
		this.intermediates = List.of(this.api.certificate("/intermediates/0"));
		writeRoot(this.root);
	}

	private String resolver() {
		if (this.settings.resolver() != null) {
			return this.settings.resolver();
		}
		this.dns.ensureStarted(this.programs, this.folder, this.log);
		return this.dns.address();
	}

	private void writeRoot(X509Certificate certificate) {
		try {
			Files.writeString(rootPem(), pem(certificate));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String pem(X509Certificate certificate) {
		try {
			return ApiCertificate.pem("CERTIFICATE", certificate.getEncoded());
		}
		catch (CertificateEncodingException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Kill it; clients are refused until the next {@link #start()}. The DNS server goes
	 * on with what it was told. Does nothing if it does not run.
	 */
	public synchronized void stop() {
		if (this.program != null) {
			this.program.stop();
			this.program = null;
			this.suspended = false;
		}
	}

	/**
	 * Freeze it: connections are made, nothing is answered.
	 */
	public synchronized void suspend() {
		running().suspend();
		this.suspended = true;
	}

	/**
	 * Let it go on after {@link #suspend()}; requests that waited are answered.
	 */
	public synchronized void resume() {
		running().resume();
		this.suspended = false;
	}

	/**
	 * Return whether it was started and neither stopped nor died.
	 * @return whether it runs; one that is suspended does
	 */
	public synchronized boolean isRunning() {
		return this.program != null && this.program.isRunning();
	}

	private RunningProgram running() {
		if (this.program == null) {
			throw new IllegalStateException("Pebble is not started");
		}
		return this.program;
	}

	/**
	 * Return where ACME clients begin.
	 * @return the {@code https} address of the directory
	 */
	public URI directoryUrl() {
		return URI.create("https://localhost:" + this.port + "/dir");
	}

	/**
	 * Return the port on which it asks for HTTP-01 answers.
	 * @return the port
	 */
	public int httpPort() {
		return this.settings.httpPort();
	}

	/**
	 * Return the port on which it asks for TLS-ALPN-01 answers.
	 * @return the port
	 */
	public int tlsPort() {
		return this.settings.tlsPort();
	}

	/**
	 * Return what a client must trust to talk to {@link #directoryUrl()}. It stays the
	 * same over all starts and is not the {@link #root()} of what is issued.
	 * @return a PEM file, until {@link #close()}
	 */
	public Path trustPem() {
		return this.certificate.authorityPem();
	}

	ApiCertificate apiCertificate() {
		return this.certificate;
	}

	PebbleApi api() {
		return this.api;
	}

	/**
	 * Return the root of what is issued since the last start.
	 * @return the root
	 */
	public synchronized X509Certificate root() {
		if (this.root == null) {
			throw new IllegalStateException("Pebble was never started");
		}
		return this.root;
	}

	/**
	 * Return the {@link #root()} as a file, which each start writes anew.
	 * @return a PEM file, until {@link #close()}
	 */
	public Path rootPem() {
		return this.folder.resolve("root.pem");
	}

	/**
	 * Return the certificates that sign what is issued, for {@link #root()}.
	 * @return the one that does since the last start
	 */
	public synchronized List<X509Certificate> intermediates() {
		return this.intermediates;
	}

	/**
	 * Return one of the roots of what is issued since the last start.
	 * @param number 0 for {@link #root()}, from 1 on the
	 * {@linkplain PebbleBuilder#alternateRoots(int) alternate} ones
	 * @return the root
	 */
	public X509Certificate root(int number) {
		return this.api.certificate("/roots/" + number);
	}

	/**
	 * Return whether a certificate is revoked.
	 * @param certificate one that was issued since the last start
	 * @return how it stands with it
	 */
	public RevocationStatus status(X509Certificate certificate) {
		return RevocationStatus
			.parse(this.api.text("/cert-status-by-serial/" + certificate.getSerialNumber().toString(16)));
	}

	/**
	 * Return whether Pebble finds a certificate that an order says it replaces. One of
	 * 256 it does not, since it looks for the digits of the serial number, and takes the
	 * zero byte before some of them, which belongs to its encoding, for two more digits.
	 * @param certificate one that Pebble issued
	 * @return whether an order that replaces it is taken
	 */
	public static boolean knowsAsReplaced(X509Certificate certificate) {
		return certificate.getSerialNumber().toByteArray()[0] != 0;
	}

	/**
	 * Let the CA say when a certificate should be renewed (RFC 9773).
	 * @param certificate one that was issued since the last start
	 * @param start the first moment of the window
	 * @param end the last moment of the window
	 * @param explanationUrl where people can read why, or {@code null} for none
	 */
	public void renewalInfo(X509Certificate certificate, Instant start, Instant end, @Nullable URI explanationUrl) {
		String explanation = (explanationUrl != null)
				? ", \"explanationURL\": " + PebbleSettings.quote(explanationUrl.toString()) : "";
		renewalInfo(certificate,
				"{\"suggestedWindow\": {\"start\": \"%s\", \"end\": \"%s\"}%s}".formatted(start, end, explanation));
	}

	/**
	 * Let the CA answer anything to the question when a certificate should be renewed.
	 * @param certificate one that was issued since the last start
	 * @param json the whole answer, which need not be JSON
	 */
	public void renewalInfo(X509Certificate certificate, String json) {
		this.api.post("/set-renewal-info/", "{\"Certificate\": %s, \"ARIResponse\": %s}"
			.formatted(PebbleSettings.quote(pem(certificate)), PebbleSettings.quote(json)));
	}

	/**
	 * Return how many accounts were made, over all starts.
	 * @return the number of accounts that were new to it
	 */
	public int accountsMade() {
		return activity().accountsMade();
	}

	/**
	 * Return how many orders were placed, over all starts.
	 * @return the number of orders, whatever became of them
	 */
	public int ordersPlaced() {
		return activity().ordersPlaced();
	}

	/**
	 * Return how many certificates were issued, over all starts.
	 * @return the number of certificates
	 */
	public int certificatesIssued() {
		return activity().certificatesIssued();
	}

	/**
	 * Return the ACME requests that were seen, over all starts.
	 * @return the method and kind of each, such as {@code POST /order-plz}
	 */
	public List<String> requestsSeen() {
		return activity().requestsSeen();
	}

	/**
	 * Return what it did over all starts. All that a client has had an answer to is
	 * counted, unless Pebble is suspended: then the last of it may be missing.
	 * @return what it did
	 */
	public synchronized PebbleActivity activity() {
		catchUp();
		return this.log.total();
	}

	/**
	 * Return what it did since the last start, as exactly as {@link #activity()}.
	 * @return what it did
	 */
	public synchronized PebbleActivity sinceStart() {
		catchUp();
		return this.log.sinceStart();
	}

	private void catchUp() {
		if (isRunning() && !this.suspended && probe()) {
			this.log.awaitProbes(this.probesAnswered, PATIENCE);
		}
	}

	private boolean probe() {
		boolean answered = this.api.probe();
		if (answered) {
			this.probesAnswered++;
		}
		return answered;
	}

	/**
	 * Give a name another address than 127.0.0.1.
	 * @param host the name
	 * @param ip its only address from now on, IPv4 or IPv6
	 */
	public void addressOf(String host, String ip) {
		this.dns.address(host, ip);
	}

	/**
	 * Let the DNS server fail for a name.
	 * @param host the name
	 */
	public void servfail(String host) {
		this.dns.servfail(host, true);
	}

	/**
	 * Let the DNS server answer for a name again.
	 * @param host the name
	 */
	public void clearServfail(String host) {
		this.dns.servfail(host, false);
	}

	/**
	 * Return where the DNS server is asked.
	 * @return HOST:PORT
	 */
	public String dnsAddress() {
		return this.dns.address();
	}

	/**
	 * Give a name one more TXT record.
	 * @param host the name
	 * @param value the text
	 */
	public void addTxt(String host, String value) {
		this.dns.addTxt(host, value);
	}

	/**
	 * Take all TXT records of a name away.
	 * @param host the name
	 */
	public void clearTxt(String host) {
		this.dns.clearTxt(host);
	}

	/**
	 * Kill it and its DNS server and delete its files.
	 */
	@Override
	public synchronized void close() {
		stop();
		this.dns.stop();
		if (OPEN.remove(this)) {
			try (Stream<Path> files = Files.walk(this.folder)) {
				for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
					Files.delete(file);
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

}
