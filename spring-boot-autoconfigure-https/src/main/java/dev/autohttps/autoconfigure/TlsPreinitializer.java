package dev.autohttps.autoconfigure;

import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.Signature;
import java.security.cert.CertificateFactory;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;

import dev.autohttps.certificate.KeyType;

import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;

/**
 * Has the JDK load its TLS while the application is still busy with its beans: what a
 * server reads at its start, what checks whether a key is that of its certificate, and
 * what the first handshake goes through.
 */
class TlsPreinitializer implements BackgroundPreinitializer {

	@Override
	public void preinitialize() throws Exception {
		CertificateFactory.getInstance("X.509");
		KeyPair key = KeyType.EC_P256.generate();
		Signature signature = Signature.getInstance("SHA256withECDSA");
		signature.initSign(key.getPrivate());
		byte[] signed = signature.sign();
		signature.initVerify(key.getPublic());
		signature.verify(signed);
		// Not the default one, which would be fixed from here on.
		SSLContext context = SSLContext.getInstance("TLS");
		// Without the JDK's certificates of authorities, which no server of ours reads.
		context.init(null, new TrustManager[0], null);
		shakeHands(context);
	}

	/**
	 * There is no certificate yet, so that they get no further than to that.
	 * @return the server, which has read the client's hello and is to refuse it
	 */
	static SSLEngine shakeHands(SSLContext context) throws SSLException {
		SSLEngine client = context.createSSLEngine("localhost", 443);
		client.setUseClientMode(true);
		SSLEngine server = context.createSSLEngine();
		server.setUseClientMode(false);
		ByteBuffer hello = ByteBuffer.allocate(client.getSession().getPacketBufferSize());
		client.wrap(ByteBuffer.allocate(0), hello);
		server.unwrap(hello.flip(), ByteBuffer.allocate(server.getSession().getApplicationBufferSize()));
		Runnable task = server.getDelegatedTask();
		while (task != null) {
			task.run();
			task = server.getDelegatedTask();
		}
		return server;
	}

}
