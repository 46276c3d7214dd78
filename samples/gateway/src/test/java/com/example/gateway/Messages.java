package com.example.gateway;

import java.net.URI;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * An open WebSocket with what came over it.
 */
final class Messages implements AutoCloseable, WebSocket.Listener {

	private static final int PATIENCE = 30;

	private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

	private final StringBuilder part = new StringBuilder();

	private WebSocket socket;

	private Messages() {
	}

	static Messages of(WebSocket.Builder builder, URI uri) {
		Messages messages = new Messages();
		messages.socket = builder.buildAsync(uri, messages).orTimeout(PATIENCE, TimeUnit.SECONDS).join();
		return messages;
	}

	void send(String text) {
		this.socket.sendText(text, true).orTimeout(PATIENCE, TimeUnit.SECONDS).join();
	}

	/**
	 * Wait for the next message, and return {@code null} if there is none.
	 */
	String next() throws InterruptedException {
		return this.received.poll(PATIENCE, TimeUnit.SECONDS);
	}

	@Override
	public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
		this.part.append(data);
		if (last) {
			this.received.add(this.part.toString());
			this.part.setLength(0);
		}
		return WebSocket.Listener.super.onText(socket, data, last);
	}

	@Override
	public void close() {
		this.socket.sendClose(WebSocket.NORMAL_CLOSURE, "").orTimeout(PATIENCE, TimeUnit.SECONDS).join();
	}

}
