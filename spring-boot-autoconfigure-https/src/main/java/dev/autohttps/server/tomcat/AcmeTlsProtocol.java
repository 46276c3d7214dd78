package dev.autohttps.server.tomcat;

import java.nio.charset.StandardCharsets;

import dev.autohttps.ssl.ChallengeCertificates;
import jakarta.servlet.http.WebConnection;
import org.apache.coyote.Adapter;
import org.apache.coyote.Processor;
import org.apache.coyote.Request;
import org.apache.coyote.UpgradeProtocol;
import org.apache.coyote.UpgradeToken;
import org.apache.coyote.http11.upgrade.InternalHttpUpgradeHandler;
import org.apache.coyote.http11.upgrade.UpgradeGroupInfo;
import org.apache.coyote.http11.upgrade.UpgradeProcessorInternal;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SSLSupport;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * The protocol in which a CA looks at the certificate of a challenge (RFC 8737 section
 * 4): once the handshake is done there is nothing to say.
 */
class AcmeTlsProtocol implements UpgradeProtocol {

	@Override
	public @Nullable String getHttpUpgradeName(boolean isSSLEnabled) {
		return null;
	}

	@Override
	public byte[] getAlpnIdentifier() {
		return ChallengeCertificates.PROTOCOL.getBytes(StandardCharsets.US_ASCII);
	}

	@Override
	public String getAlpnName() {
		return ChallengeCertificates.PROTOCOL;
	}

	/**
	 * A processor that is no upgraded one would be put back among those of HTTP/1.1.
	 */
	@Override
	public Processor getProcessor(SocketWrapperBase<?> socket, Adapter adapter) {
		UpgradeToken token = new UpgradeToken(new Farewell(), null, null, getAlpnName());
		return new UpgradeProcessorInternal(socket, token, new UpgradeGroupInfo());
	}

	@Override
	public @Nullable InternalHttpUpgradeHandler getInternalUpgradeHandler(SocketWrapperBase<?> socket, Adapter adapter,
			Request request) {
		return null;
	}

	@Override
	public boolean accept(Request request) {
		return false;
	}

	/**
	 * Closes the connection at the first occasion.
	 */
	private static final class Farewell implements InternalHttpUpgradeHandler {

		@Override
		public SocketState upgradeDispatch(SocketEvent status) {
			return SocketState.CLOSED;
		}

		@Override
		public void init(WebConnection connection) {
		}

		@Override
		public void destroy() {
		}

		@Override
		public void timeoutAsync(long now) {
		}

		@Override
		public void setSocketWrapper(SocketWrapperBase<?> wrapper) {
		}

		@Override
		public void setSslSupport(SSLSupport sslSupport) {
		}

		@Override
		public void pause() {
		}

	}

}
