package dev.autohttps.acceptance;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;

import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * The name server of an acme-dns server: the last two values of each account, and what a
 * zone must have.
 */
final class AcmeDnsNames {

	private static final int TTL = 1;

	private final AcmeDnsUsers users;

	private final Name domain;

	private final Name server;

	private AcmeDnsNames(AcmeDnsUsers users) throws TextParseException {
		this.users = users;
		this.domain = Name.fromString(users.domain() + ".");
		this.server = new Name("ns1", this.domain);
	}

	/**
	 * Serve the domain over UDP and TCP.
	 * @return the port of both
	 */
	static int start(AcmeDnsUsers users) throws IOException {
		AcmeDnsNames names = new AcmeDnsNames(users);
		InetAddress loopback = InetAddress.getLoopbackAddress();
		while (true) {
			ServerSocket tcp = new ServerSocket(0, 50, loopback);
			try {
				DatagramSocket udp = new DatagramSocket(tcp.getLocalPort(), loopback);
				new Thread(() -> names.serve(udp), "dns-udp").start();
				new Thread(() -> names.serve(tcp), "dns-tcp").start();
				return tcp.getLocalPort();
			}
			catch (BindException ex) {
				// Somebody has that port for UDP.
				tcp.close();
			}
		}
	}

	private void serve(DatagramSocket socket) {
		byte[] buffer = new byte[4096];
		while (true) {
			try {
				DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
				socket.receive(packet);
				byte[] reply = reply(Arrays.copyOf(buffer, packet.getLength()));
				socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
			}
			catch (IOException | RuntimeException ex) {
				System.out.println("DNS over UDP: " + ex);
			}
		}
	}

	private void serve(ServerSocket server) {
		while (true) {
			try {
				Socket socket = server.accept();
				new Thread(() -> serve(socket), "dns-tcp-connection").start();
			}
			catch (IOException ex) {
				System.out.println("DNS over TCP: " + ex);
			}
		}
	}

	private void serve(Socket socket) {
		try (socket) {
			DataInputStream in = new DataInputStream(socket.getInputStream());
			DataOutputStream out = new DataOutputStream(socket.getOutputStream());
			while (true) {
				byte[] reply = reply(in.readNBytes(in.readUnsignedShort()));
				out.writeShort(reply.length);
				out.write(reply);
				out.flush();
			}
		}
		catch (IOException ex) {
			// It has asked all it wanted to.
		}
	}

	private byte[] reply(byte[] bytes) throws IOException {
		Message query = new Message(bytes);
		Record question = query.getQuestion();
		Message reply = new Message(query.getHeader().getID());
		reply.getHeader().setFlag(Flags.QR);
		if (query.getHeader().getFlag(Flags.RD)) {
			reply.getHeader().setFlag(Flags.RD);
		}
		reply.addRecord(question, Section.QUESTION);
		Name name = question.getName();
		if (!name.subdomain(this.domain)) {
			reply.getHeader().setRcode(Rcode.REFUSED);
			return reply.toWire();
		}
		reply.getHeader().setFlag(Flags.AA);
		List<Record> records = records(name);
		records.stream()
			.filter((record) -> record.getType() == question.getType() || question.getType() == Type.ANY)
			.forEach((record) -> reply.addRecord(record, Section.ANSWER));
		if (records.isEmpty()) {
			reply.getHeader().setRcode(Rcode.NXDOMAIN);
		}
		if (reply.getSection(Section.ANSWER).isEmpty()) {
			reply.addRecord(soa(), Section.AUTHORITY);
		}
		return reply.toWire();
	}

	private List<Record> records(Name name) throws IOException {
		ARecord address = new ARecord(name, DClass.IN, TTL, InetAddress.getLoopbackAddress());
		if (name.equals(this.domain)) {
			return List.of(soa(), new NSRecord(this.domain, DClass.IN, TTL, this.server), address);
		}
		if (name.equals(this.server)) {
			return List.of(address);
		}
		List<String> values = this.users.values(name.relativize(this.domain).toString());
		return (values == null) ? List.of()
				: values.stream().<Record>map((value) -> new TXTRecord(name, DClass.IN, TTL, value)).toList();
	}

	private SOARecord soa() throws TextParseException {
		return new SOARecord(this.domain, DClass.IN, TTL, this.server, new Name("hostmaster", this.domain), 1, 28800,
				7200, 604800, TTL);
	}

}
