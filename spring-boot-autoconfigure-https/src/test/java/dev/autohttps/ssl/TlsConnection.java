package dev.autohttps.ssl;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * The two ends of a connection in memory.
 */
final class TlsConnection {

	private final SSLEngine client;

	private final SSLEngine server;

	private final ByteBuffer toServer = ByteBuffer.allocate(100_000);

	private final ByteBuffer toClient = ByteBuffer.allocate(100_000);

	private final ByteBuffer received = ByteBuffer.allocate(100_000);

	TlsConnection(SSLEngine client, SSLEngine server) {
		this.client = client;
		this.server = server;
	}

	/**
	 * Let the client begin a handshake, the first or a further one; with TLS 1.3 a
	 * further one renews the keys.
	 */
	void shakeHands() throws SSLException {
		this.client.beginHandshake();
		flow();
		if (!isDone(this.client) || !isDone(this.server)) {
			throw new SSLException("The handshake does not end");
		}
	}

	/**
	 * Send a text to the server.
	 * @return what the server received
	 */
	String send(String text) throws SSLException {
		this.received.clear();
		this.client.wrap(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), this.toServer);
		flow();
		return new String(this.received.array(), 0, this.received.position(), StandardCharsets.UTF_8);
	}

	/**
	 * Return what the server presented.
	 */
	X509Certificate leaf() throws SSLException {
		return (X509Certificate) this.client.getSession().getPeerCertificates()[0];
	}

	String applicationProtocol() {
		return this.client.getApplicationProtocol();
	}

	/**
	 * Return when the session was made that is used, perhaps by an earlier connection.
	 */
	long sessionMade() {
		return this.client.getSession().getCreationTime();
	}

	private void flow() throws SSLException {
		boolean moved = true;
		for (int i = 0; i < 100 && moved; i++) {
			moved = step(this.client, this.toClient, this.toServer);
			moved |= step(this.server, this.toServer, this.toClient);
		}
	}

	private static boolean isDone(SSLEngine engine) {
		return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
	}

	private boolean step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
		boolean moved = false;
		while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
			engine.wrap(ByteBuffer.allocate(0), out);
			moved = true;
		}
		in.flip();
		Status status = Status.OK;
		while (in.hasRemaining() && status == Status.OK && engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP) {
			SSLEngineResult result = engine.unwrap(in, this.received);
			status = result.getStatus();
			moved |= result.bytesConsumed() > 0;
			Runnable task = engine.getDelegatedTask();
			for (; task != null; task = engine.getDelegatedTask()) {
				task.run();
			}
		}
		in.compact();
		return moved;
	}

}
