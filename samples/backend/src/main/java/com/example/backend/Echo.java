package com.example.backend;

import java.io.IOException;

import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.TextWebSocketHandler;

/**
 * A WebSocket that says where and for whom it is, and then what it is told.
 */
class Echo extends TextWebSocketHandler {

	private static final int LARGEST = 1024 * 1024;

	private final String name;

	Echo(String name) {
		this.name = name;
	}

	@Override
	public void afterConnectionEstablished(WebSocketSession session) throws IOException {
		session.setTextMessageSizeLimit(LARGEST);
		session.sendMessage(new TextMessage("%s at %s for %s".formatted(this.name, session.getUri(),
				session.getRemoteAddress().getAddress().getHostAddress())));
	}

	@Override
	protected void handleTextMessage(WebSocketSession session, TextMessage message) throws IOException {
		session.sendMessage(message);
	}

}
