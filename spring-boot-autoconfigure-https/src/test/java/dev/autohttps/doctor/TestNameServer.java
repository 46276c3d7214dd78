package dev.autohttps.doctor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A DNS server that knows what a test tells it, and that no other name exists.
 */
final class TestNameServer implements AutoCloseable {

	private static final int CNAME = 5;

	private static final int TXT = 16;

	private static final int CAA = 257;

	private final Map<String, List<Answer>> zone = new ConcurrentHashMap<>();

	private final Set<String> failing = ConcurrentHashMap.newKeySet();

	private final DatagramSocket socket;

	private volatile boolean silent;

	TestNameServer() {
		try {
			this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Thread thread = new Thread(this::serve, "test-name-server");
		thread.setDaemon(true);
		thread.start();
	}

	String address() {
		return this.socket.getLocalAddress().getHostAddress() + ":" + this.socket.getLocalPort();
	}

	/**
	 * Let a name exist.
	 */
	void name(String name) {
		this.zone.computeIfAbsent(name, (one) -> new CopyOnWriteArrayList<>());
	}

	/**
	 * Give a name one more address.
	 */
	void address(String name, String literal) {
		byte[] address = address(literal);
		add(name, (address.length == 4) ? 1 : 28, address);
	}

	/**
	 * Give a name one more CAA record.
	 */
	void caa(String name, int flags, String tag, String value) {
		ByteArrayOutputStream data = new ByteArrayOutputStream();
		data.write(flags);
		data.write(tag.length());
		data.writeBytes(tag.getBytes(StandardCharsets.US_ASCII));
		data.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
		add(name, CAA, data.toByteArray());
	}

	/**
	 * Give a name one more TXT record, of at most 255 characters.
	 */
	void txt(String name, String text) {
		ByteArrayOutputStream data = new ByteArrayOutputStream();
		data.write(text.length());
		data.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
		add(name, TXT, data.toByteArray());
	}

	/**
	 * Make a name an alias.
	 */
	void alias(String name, String target) {
		add(name, CNAME, encode(target));
	}

	/**
	 * Fail for a name.
	 */
	void servfail(String name) {
		this.failing.add(name);
	}

	/**
	 * Answer nothing any more.
	 */
	void fallSilent() {
		this.silent = true;
	}

	@Override
	public void close() {
		this.socket.close();
	}

	private void add(String name, int type, byte[] data) {
		name(name);
		this.zone.get(name).add(new Answer(type, data));
	}

	private void serve() {
		byte[] buffer = new byte[512];
		while (!this.socket.isClosed()) {
			DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
			try {
				this.socket.receive(packet);
				if (!this.silent) {
					byte[] reply = reply(ByteBuffer.wrap(buffer, 0, packet.getLength()));
					this.socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
				}
			}
			catch (IOException ex) {
				// Closed.
			}
		}
	}

	private byte[] reply(ByteBuffer query) {
		short id = query.getShort();
		query.position(12);
		StringBuilder name = new StringBuilder();
		for (int length = query.get(); length != 0; length = query.get()) {
			byte[] label = new byte[length];
			query.get(label);
			name.append(name.isEmpty() ? "" : ".").append(new String(label, StandardCharsets.US_ASCII));
		}
		short type = query.getShort();
		ByteBuffer answers = ByteBuffer.allocate(400);
		int count = 0;
		String owner = name.toString();
		for (Answer alias = find(owner, CNAME); alias != null; alias = find(owner, CNAME)) {
			count += write(answers, owner, alias);
			owner = decode(alias.data());
		}
		for (Answer answer : this.zone.getOrDefault(owner, List.of())) {
			count += (answer.type() == type) ? write(answers, owner, answer) : 0;
		}
		int code = this.failing.contains(name.toString()) ? 2 : exists(owner) ? 0 : 3;
		ByteBuffer reply = ByteBuffer.allocate(512).putShort(id).putShort((short) (0x8180 | code)).putShort((short) 1);
		reply.putShort((short) count).putInt(0).put(encode(name.toString())).putShort(type).putShort((short) 1);
		reply.put(answers.array(), 0, answers.position());
		byte[] bytes = new byte[reply.position()];
		reply.flip().get(bytes);
		return bytes;
	}

	/**
	 * A name exists if one below it does.
	 */
	private boolean exists(String name) {
		return this.zone.keySet().stream().anyMatch((known) -> known.equals(name) || known.endsWith("." + name));
	}

	private Answer find(String name, int type) {
		return this.zone.getOrDefault(name, List.of())
			.stream()
			.filter((answer) -> answer.type() == type)
			.findFirst()
			.orElse(null);
	}

	private static int write(ByteBuffer to, String owner, Answer answer) {
		to.put(encode(owner)).putShort((short) answer.type()).putShort((short) 1).putInt(1);
		to.putShort((short) answer.data().length).put(answer.data());
		return 1;
	}

	private static byte[] encode(String name) {
		ByteArrayOutputStream encoded = new ByteArrayOutputStream();
		for (String label : name.split("\\.")) {
			encoded.write(label.length());
			encoded.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
		}
		encoded.write(0);
		return encoded.toByteArray();
	}

	private static String decode(byte[] name) {
		StringBuilder text = new StringBuilder();
		for (int i = 0; name[i] != 0; i += name[i] + 1) {
			text.append(text.isEmpty() ? "" : ".").append(new String(name, i + 1, name[i], StandardCharsets.US_ASCII));
		}
		return text.toString();
	}

	private static byte[] address(String literal) {
		try {
			return InetAddress.getByName(literal).getAddress();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private record Answer(int type, byte[] data) {

	}

}
