package dev.autohttps.ssl;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * As much of the first message of a TLS client (RFC 8446 section 4.1.2) as is needed to
 * decide who answers it.
 *
 * @param serverName the host name that is asked for (RFC 6066 section 3), or {@code null}
 * if there is none
 * @param applicationProtocols the protocols that are offered (RFC 7301 section 3.1)
 * @param verifiesEcdsa whether the client can verify an ECDSA signature; {@code true}
 * unless it says otherwise
 */
public record ClientHello(@Nullable String serverName, List<String> applicationProtocols, boolean verifiesEcdsa) {

	private static final int SERVER_NAME = 0;

	private static final int SIGNATURE_ALGORITHMS = 13;

	private static final int ALPN = 16;

	private static final ClientHello SILENT = new ClientHello(null, List.of(), true);

	/**
	 * Read a message. One that makes no sense is left to the TLS engine to complain of.
	 * @param message the message without the header of the handshake
	 * @return what it says, nothing if it makes no sense
	 */
	public static ClientHello parse(ByteBuffer message) {
		try {
			ByteBuffer in = message.slice();
			skip(in, 2 + 32);
			skip(in, in.get() & 0xff);
			boolean ecdsa = Ecdsa.isAmongCipherSuites(part(in));
			skip(in, in.get() & 0xff);
			return in.hasRemaining() ? parseExtensions(part(in), ecdsa) : new ClientHello(null, List.of(), ecdsa);
		}
		catch (BufferUnderflowException | IllegalArgumentException ex) {
			return SILENT;
		}
	}

	/**
	 * Return whether a protocol is offered.
	 * @param applicationProtocol the protocol
	 * @return whether it is
	 */
	public boolean offers(String applicationProtocol) {
		return this.applicationProtocols.contains(applicationProtocol);
	}

	private static ClientHello parseExtensions(ByteBuffer in, boolean ecdsaSuite) {
		boolean ecdsa = ecdsaSuite;
		String serverName = null;
		List<String> protocols = new ArrayList<>();
		while (in.hasRemaining()) {
			int type = in.getShort() & 0xffff;
			ByteBuffer extension = part(in);
			if (type == SERVER_NAME && extension.hasRemaining()) {
				ByteBuffer names = part(extension);
				serverName = (names.get() == 0) ? text(part(names)) : null;
			}
			else if (type == SIGNATURE_ALGORITHMS) {
				ecdsa &= Ecdsa.isAmongSignatures(part(extension));
			}
			else if (type == ALPN) {
				ByteBuffer names = part(extension);
				while (names.hasRemaining()) {
					protocols.add(text(part(names, names.get() & 0xff)));
				}
			}
		}
		return new ClientHello(serverName, List.copyOf(protocols), ecdsa);
	}

	private static void skip(ByteBuffer in, int length) {
		in.position(in.position() + length);
	}

	private static ByteBuffer part(ByteBuffer in) {
		return part(in, in.getShort() & 0xffff);
	}

	private static ByteBuffer part(ByteBuffer in, int length) {
		ByteBuffer part = in.slice();
		part.limit(length);
		skip(in, length);
		return part;
	}

	private static String text(ByteBuffer in) {
		return StandardCharsets.ISO_8859_1.decode(in).toString();
	}

}
