package dev.autohttps.server.jetty;

import java.io.IOException;

import dev.autohttps.ssl.ChallengeCertificates;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.BufferUtil;

/**
 * Lets Jetty negotiate the protocol in which a CA looks at the certificate of a
 * challenge: once the handshake is done there is nothing to say.
 */
class AcmeTlsConnectionFactory extends AbstractConnectionFactory {

	AcmeTlsConnectionFactory() {
		super(ChallengeCertificates.PROTOCOL);
	}

	@Override
	public Connection newConnection(Connector connector, EndPoint endPoint) {
		return new AbstractConnection(endPoint, connector.getExecutor()) {

			/**
			 * The protocol is chosen in the midst of the handshake, which reading brings
			 * to its end.
			 */
			@Override
			public void onOpen() {
				super.onOpen();
				fillInterested();
			}

			@Override
			public void onFillable() {
				try {
					if (getEndPoint().fill(BufferUtil.allocate(512)) == 0) {
						fillInterested();
						return;
					}
				}
				catch (IOException ex) {
					// The client is gone, or never meant it.
				}
				close();
			}

		};
	}

}
