package dev.autohttps.doctor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.Line;
import dev.autohttps.doctor.Sight.Kind;

/**
 * Asks over plain HTTP (RFC 8555 section 8.3).
 */
final class HttpProbe implements Probe {

	static final String PATH = "/.well-known/acme-challenge/";

	private static final int MOST = 8192;

	private final Dialer dialer;

	HttpProbe(Dialer dialer) {
		this.dialer = dialer;
	}

	@Override
	public String type() {
		return "http-01";
	}

	@Override
	public int port() {
		return 80;
	}

	@Override
	public Sight look(Target target, ChallengeAnswer answer) {
		boolean connected = false;
		try (Socket socket = this.dialer.dial(new InetSocketAddress(target.address(), port()))) {
			connected = true;
			socket.getOutputStream().write(request(answer));
			return sight(read(socket.getInputStream()), answer);
		}
		catch (IOException ex) {
			return Sight.of(ex, connected);
		}
	}

	private static byte[] request(ChallengeAnswer answer) {
		String host = answer.identifier().contains(":") ? "[" + answer.identifier() + "]" : answer.identifier();
		return ("GET " + PATH + answer.token() + " HTTP/1.1\r\nHost: " + host
				+ "\r\nUser-Agent: https-doctor\r\nAccept: */*\r\nConnection: close\r\n\r\n")
			.getBytes(StandardCharsets.US_ASCII);
	}

	private static HttpReply read(InputStream stream) throws IOException {
		ByteArrayOutputStream read = new ByteArrayOutputStream();
		byte[] part = new byte[1024];
		try {
			for (int length = stream.read(part); length >= 0 && read.size() < MOST; length = stream.read(part)) {
				read.write(part, 0, length);
				if (HttpReply.parse(read.toByteArray()).isComplete()) {
					break;
				}
			}
		}
		catch (IOException ex) {
			if (read.size() == 0) {
				throw ex;
			}
			// What there is tells enough.
		}
		return HttpReply.parse(read.toByteArray());
	}

	private static Sight sight(HttpReply reply, ChallengeAnswer answer) {
		if (reply.status().equals("200") && reply.body().contains(answer.content())) {
			return new Sight(Kind.OURS, "answered by this application");
		}
		String location = reply.header("Location");
		if (reply.status().startsWith("3") && location != null) {
			return new Sight(Kind.REDIRECTED,
					reply.describe() + ", to " + Line.of(location.replace(answer.token(), "…")));
		}
		return new Sight(Kind.SOMEBODY_ELSE, reply.describe() + reply.firstWords());
	}

}
