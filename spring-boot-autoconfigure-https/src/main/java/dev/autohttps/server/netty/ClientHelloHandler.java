package dev.autohttps.server.netty;

import java.util.function.Consumer;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

import dev.autohttps.ssl.ChallengeCertificates;
import dev.autohttps.ssl.ClientHello;
import dev.autohttps.ssl.ServerTls;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslClientHelloHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

/**
 * Looks at the first message of a client: a CA that looks at the certificate of a
 * challenge (RFC 8737), and a client that is to be rejected, are answered by an engine of
 * the JDK; all others go on to the engine that the server would have used anyway, which
 * is told what they cannot verify if it does not see to that by itself.
 */
class ClientHelloHandler extends SslClientHelloHandler<Boolean> {

	private final ServerTls tls;

	private final SSLContext context;

	private final Consumer<String> preparation;

	/**
	 * Create a new handler.
	 * @param tls the TLS of the server
	 * @param context makes the engines of the JDK
	 * @param preparation makes ready what a CA is shown; it may wait for the store
	 */
	ClientHelloHandler(ServerTls tls, SSLContext context, Consumer<String> preparation) {
		this.tls = tls;
		this.context = context;
		this.preparation = preparation;
	}

	@Override
	protected Future<Boolean> lookup(ChannelHandlerContext ctx, @Nullable ByteBuf message) {
		if (message == null) {
			return ctx.executor().newSucceededFuture(false);
		}
		ClientHello hello = ClientHello.parse(message.nioBuffer());
		SslHandler own = ctx.pipeline().get(SslHandler.class);
		if (own != null && own.engine() instanceof ReferenceCountedOpenSslEngine engine) {
			this.tls.heed(hello, engine);
		}
		String serverName = hello.serverName();
		if (serverName == null || !hello.offers(ChallengeCertificates.PROTOCOL)) {
			return ctx.executor().newSucceededFuture(!this.tls.accepts(serverName));
		}
		// The event loop must not wait for the store.
		Promise<Boolean> prepared = ctx.executor().newPromise();
		Schedulers.boundedElastic().schedule(() -> {
			try {
				this.preparation.accept(serverName);
			}
			finally {
				prepared.setSuccess(true);
			}
		});
		return prepared;
	}

	@Override
	protected void onLookupComplete(ChannelHandlerContext ctx, Future<Boolean> answeredHere) {
		if (ctx.isRemoved()) {
			return;
		}
		if (answeredHere.isSuccess() && answeredHere.getNow()) {
			SSLEngine engine = this.context.createSSLEngine();
			String[] protocols = this.tls.protocols();
			if (protocols != null) {
				engine.setEnabledProtocols(protocols);
			}
			answer(ctx, new SslHandler(engine));
		}
		ctx.pipeline().remove(this);
	}

	/**
	 * An engine that is there already would complain of the end.
	 */
	private static void answer(ChannelHandlerContext ctx, SslHandler answering) {
		ChannelPipeline pipeline = ctx.pipeline();
		ChannelHandlerContext own = pipeline.context(SslHandler.class);
		pipeline.addAfter((own != null) ? own.name() : ctx.name(), null, new Farewell());
		if (own != null) {
			pipeline.replace(own.name(), null, answering);
		}
		else {
			pipeline.addAfter(ctx.name(), null, answering);
		}
	}

	/**
	 * Closes the connection after the handshake; one that fails is closed already. What
	 * comes after it in the pipeline waits for a handshake of its own, and hears of the
	 * end only.
	 */
	private static final class Farewell extends ChannelInboundHandlerAdapter {

		@Override
		public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
			if (event instanceof SslHandshakeCompletionEvent completion && completion.isSuccess()) {
				ctx.close();
			}
		}

		@Override
		public void channelRead(ChannelHandlerContext ctx, Object message) {
			ReferenceCountUtil.release(message);
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
			ctx.close();
		}

	}

}
