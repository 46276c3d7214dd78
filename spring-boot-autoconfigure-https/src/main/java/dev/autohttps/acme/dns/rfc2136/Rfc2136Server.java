package dev.autohttps.acme.dns.rfc2136;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.crypto.spec.SecretKeySpec;

import dev.autohttps.acme.dns.DnsRecordsException;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;

/**
 * The server that takes updates, asked over UDP, and over TCP where that brings nothing.
 */
final class Rfc2136Server {

	private static final int NO_EDNS = -1;

	private final Rfc2136Settings settings;

	private final @Nullable TSIG key;

	private final Rfc2136Failures failures;

	Rfc2136Server(Rfc2136Settings settings, Clock clock) {
		this.settings = settings;
		this.key = (settings.key() != null) ? tsig(settings.key(), clock) : null;
		this.failures = new Rfc2136Failures(settings, clock);
	}

	private static TSIG tsig(Rfc2136Settings.Key key, Clock clock) {
		byte[] secret = Base64.getDecoder().decode(key.secret());
		return new TSIG(TSIG.algorithmToName(key.algorithm()), Name.fromConstantString(absolute(key.name())),
				new SecretKeySpec(secret, key.algorithm()), clock);
	}

	private static String absolute(String name) {
		return name.endsWith(".") ? name : name + ".";
	}

	Rfc2136Failures failures() {
		return this.failures;
	}

	/**
	 * Ask for the SOA of a name, on behalf of another that may be below it.
	 */
	Message soa(Name owner, Name name) throws DnsRecordsException, InterruptedException {
		Message query = Message.newQuery(Record.newRecord(owner, Type.SOA, DClass.IN));
		query.getHeader().unsetFlag(Flags.RD);
		Message answer = send(query, name);
		if (answer.getRcode() != Rcode.NOERROR && answer.getRcode() != Rcode.NXDOMAIN) {
			throw this.failures.toQuestion(answer, name);
		}
		return answer;
	}

	void update(Message update, Name name, Name zone) throws DnsRecordsException, InterruptedException {
		Message answer = send(update, name);
		if (answer.getRcode() != Rcode.NOERROR) {
			throw this.failures.toUpdate(answer, name, zone);
		}
		if (this.key != null && !answer.isVerified()) {
			throw this.failures.notSigned(name);
		}
	}

	private Message send(Message message, Name name) throws DnsRecordsException, InterruptedException {
		InetSocketAddress address = address(name);
		try {
			return send(message, address, false);
		}
		catch (IOException ex) {
			try {
				return send(message, address, true);
			}
			catch (IOException overTcp) {
				throw this.failures.noAnswer(overTcp, name);
			}
		}
	}

	private InetSocketAddress address(Name name) throws DnsRecordsException {
		try {
			return new InetSocketAddress(InetAddress.getByName(this.settings.host()), this.settings.port());
		}
		catch (UnknownHostException ex) {
			throw this.failures.unknownHost(ex, name);
		}
	}

	private Message send(Message message, InetSocketAddress address, boolean tcp)
			throws IOException, InterruptedException {
		SimpleResolver resolver = new SimpleResolver(address);
		resolver.setTCP(tcp);
		resolver.setTimeout(patience());
		resolver.setEDNS(NO_EDNS);
		resolver.setTSIGKey(this.key);
		CompletableFuture<Message> answer = resolver.sendAsync(message).toCompletableFuture();
		try {
			// The resolver looks at the time once a second only.
			return answer.get(patience().toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			throw new IOException(ex);
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof IOException cause) ? cause : new IOException(ex.getCause());
		}
	}

	// Half of the time for each of UDP and TCP.
	private Duration patience() {
		return this.settings.timeout().dividedBy(2);
	}

}
