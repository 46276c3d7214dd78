package com.example.gateway;

import java.net.InetSocketAddress;

import dev.autohttps.test.Pebble;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.resolver.DefaultAddressResolverGroup;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;

/**
 * Makes clients that open a connection for each request and speak HTTP/2 over it.
 */
final class Http2Client {

	private Http2Client() {
	}

	static HttpClient from(String address, Pebble pebble) {
		Http2SslContextSpec trust = Http2SslContextSpec.forClient()
			.configure((SslContextBuilder builder) -> builder.trustManager(pebble.root()));
		return HttpClient.newConnection()
			.protocol(HttpProtocol.H2)
			.secure((spec) -> spec.sslContext(trust))
			.resolver(DefaultAddressResolverGroup.INSTANCE)
			.bindAddress(() -> new InetSocketAddress(address, 0));
	}

}
