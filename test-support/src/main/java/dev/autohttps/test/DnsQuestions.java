package dev.autohttps.test;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * A name server as its clients see it.
 *
 * @param address its IP address
 * @param port its port
 */
record DnsQuestions(String address, int port) {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Duration PATIENCE_AT_START = Duration.ofSeconds(1);

	boolean hasZone(String zone) {
		try {
			Message answer = ask(zone, Type.SOA, PATIENCE_AT_START);
			return answer.getRcode() == Rcode.NOERROR && answer.getHeader().getFlag(Flags.AA)
					&& !answer.getSection(Section.ANSWER).isEmpty();
		}
		catch (IOException ex) {
			return false;
		}
	}

	List<String> txt(String name) {
		try {
			Message answer = ask(name, Type.TXT, PATIENCE);
			if (answer.getRcode() != Rcode.NOERROR && answer.getRcode() != Rcode.NXDOMAIN) {
				throw new IllegalStateException(
						this.address + ":" + this.port + " says " + Rcode.string(answer.getRcode()) + " for " + name);
			}
			return answer.getSection(Section.ANSWER)
				.stream()
				.filter((record) -> record.getType() == Type.TXT)
				.map((record) -> String.join("", ((TXTRecord) record).getStrings()))
				.sorted()
				.toList();
		}
		catch (IOException ex) {
			throw new IllegalStateException(this.address + ":" + this.port + " does not answer for " + name, ex);
		}
	}

	// Over TCP, so that an answer of many values is whole, and a server that is down is
	// known at once.
	private Message ask(String name, int type, Duration patience) throws IOException {
		SimpleResolver resolver = new SimpleResolver(new InetSocketAddress(this.address, this.port));
		resolver.setTCP(true);
		resolver.setTimeout(patience);
		return resolver.send(Message.newQuery(Record.newRecord(absolute(name), type, DClass.IN)));
	}

	private static Name absolute(String name) throws TextParseException {
		return Name.fromString(name, Name.root);
	}

}
