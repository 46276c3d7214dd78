package dev.autohttps.server.netty;

import java.util.function.Consumer;
import java.util.function.Function;

import javax.net.ssl.SSLContext;

import dev.autohttps.ssl.ChallengeCertificates;
import dev.autohttps.ssl.ServerTls;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServer;
import reactor.netty.tcp.SslProvider;

import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.AbstractConfigurableWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

/**
 * Lets Reactor Netty serve HTTPS with our key manager, on the engine that Boot gives it,
 * and tells the plain port what kind of server it is to stand beside.
 */
public final class NettyHttpsCustomizer implements WebServerFactoryCustomizer<NettyReactiveWebServerFactory>, Ordered {

	private final Function<AbstractConfigurableWebServerFactory, @Nullable ServerTls> configurer;

	private final Consumer<String> preparation;

	private final @Nullable NettyPlainPort plainPort;

	/**
	 * Create a new customizer.
	 * @param configurer gives a server its TLS, or {@code null} for none of ours
	 * @param preparation makes ready what a CA is shown that asks for a name; it may wait
	 * for the store
	 * @param plainPort the plain port, or {@code null} for none
	 */
	public NettyHttpsCustomizer(Function<AbstractConfigurableWebServerFactory, @Nullable ServerTls> configurer,
			Consumer<String> preparation, @Nullable NettyPlainPort plainPort) {
		this.configurer = configurer;
		this.preparation = preparation;
		this.plainPort = plainPort;
	}

	@Override
	public void customize(NettyReactiveWebServerFactory factory) {
		ServerTls tls = this.configurer.apply(factory);
		if (tls != null) {
			SSLContext context = tls.createContext(ChallengeCertificates.PROTOCOL);
			tls.remakeOwnContext();
			factory.addServerCustomizers((server) -> makeEngineFirst(server, tls).doOnChannelInit((observer, channel,
					address) -> channel.pipeline().addFirst(new ClientHelloHandler(tls, context, this.preparation))));
		}
		if (this.plainPort != null) {
			this.plainPort.standBeside(factory.getPort(), Ssl.isEnabled(factory.getSsl()), factory.getAddress(),
					factory.getShutdown());
		}
	}

	/**
	 * Boot has the engine made once the server knows which name is asked for, so as to
	 * choose a bundle by it. Here the key manager does that, and an engine of BoringSSL
	 * must be there when the client's first message is looked at. That context stays for
	 * life, whatever Boot makes anew.
	 */
	private static HttpServer makeEngineFirst(HttpServer server, ServerTls tls) {
		SslProvider provider = server.configuration().sslProvider();
		SslContext context = (provider != null) ? provider.getSslContext() : null;
		if (context == null || context instanceof JdkSslContext) {
			return server;
		}
		tls.onForgetSessions(() -> BoringSslSessions.forget(context));
		return server.secure((spec) -> spec.sslContext(context));
	}

	/**
	 * After Boot's own customizers, which set what {@code server.ssl} says.
	 */
	@Override
	public int getOrder() {
		return 100;
	}

}
