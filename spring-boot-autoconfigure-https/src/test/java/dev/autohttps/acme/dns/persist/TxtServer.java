package dev.autohttps.acme.dns.persist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.autohttps.acme.dns.Dns;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;

/**
 * A DNS server that knows the TXT records that a test gives it, and that no other name
 * exists.
 */
final class TxtServer implements AutoCloseable {

	private final Map<String, List<List<String>>> zone = new ConcurrentHashMap<>();

	private final Set<String> failing = ConcurrentHashMap.newKeySet();

	private final List<String> asked = new CopyOnWriteArrayList<>();

	private final DatagramSocket socket;

	TxtServer() {
		try {
			this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Thread thread = new Thread(this::serve, "txt-server");
		thread.setDaemon(true);
		thread.start();
	}

	String address() {
		return this.socket.getLocalAddress().getHostAddress() + ":" + this.socket.getLocalPort();
	}

	Dns dns() {
		return Dns.resolvers(List.of(address()));
	}

	/**
	 * Let a name exist.
	 */
	void name(String name) {
		this.zone.computeIfAbsent(name, (one) -> new CopyOnWriteArrayList<>());
	}

	/**
	 * Give a name one more record, of one string or of several.
	 */
	void txt(String name, String... strings) {
		name(name);
		this.zone.get(name).add(List.of(strings));
	}

	void clear(String name) {
		this.zone.remove(name);
	}

	void servfail(String name) {
		this.failing.add(name);
	}

	/**
	 * What was asked for, each once for each time.
	 */
	List<String> asked() {
		return this.asked;
	}

	@Override
	public void close() {
		this.socket.close();
	}

	private void serve() {
		byte[] buffer = new byte[4096];
		while (!this.socket.isClosed()) {
			DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
			try {
				this.socket.receive(packet);
				byte[] reply = reply(new Message(Arrays.copyOf(buffer, packet.getLength()))).toWire();
				this.socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
			}
			catch (IOException ex) {
				// Closed.
			}
		}
	}

	private Message reply(Message query) {
		Name name = query.getQuestion().getName();
		String text = name.toString(true);
		this.asked.add(text);
		Message reply = new Message(query.getHeader().getID());
		reply.getHeader().setFlag(Flags.QR);
		reply.addRecord(query.getQuestion(), Section.QUESTION);
		if (this.failing.contains(text)) {
			reply.getHeader().setRcode(Rcode.SERVFAIL);
		}
		else if (!this.zone.containsKey(text)) {
			reply.getHeader().setRcode(Rcode.NXDOMAIN);
		}
		else {
			this.zone.get(text)
				.forEach((strings) -> reply.addRecord(new TXTRecord(name, DClass.IN, 60, strings), Section.ANSWER));
		}
		return reply;
	}

}
