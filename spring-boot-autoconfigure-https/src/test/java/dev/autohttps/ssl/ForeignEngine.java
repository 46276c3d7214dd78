package dev.autohttps.ssl;

import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLSession;

/**
 * An engine in its first handshake that has no more than every engine must have.
 */
final class ForeignEngine extends SSLEngine {

	private final SSLSession session;

	ForeignEngine() throws NoSuchAlgorithmException {
		this.session = SSLContext.getDefault().createSSLEngine().getSession();
	}

	@Override
	public SSLSession getSession() {
		return this.session;
	}

	@Override
	public SSLSession getHandshakeSession() {
		return this.session;
	}

	@Override
	public SSLEngineResult wrap(ByteBuffer[] sources, int offset, int length, ByteBuffer destination) {
		throw new UnsupportedOperationException();
	}

	@Override
	public SSLEngineResult unwrap(ByteBuffer source, ByteBuffer[] destinations, int offset, int length) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Runnable getDelegatedTask() {
		throw new UnsupportedOperationException();
	}

	@Override
	public void closeInbound() {
	}

	@Override
	public boolean isInboundDone() {
		return false;
	}

	@Override
	public void closeOutbound() {
	}

	@Override
	public boolean isOutboundDone() {
		return false;
	}

	@Override
	public String[] getSupportedCipherSuites() {
		return new String[0];
	}

	@Override
	public String[] getEnabledCipherSuites() {
		return new String[0];
	}

	@Override
	public void setEnabledCipherSuites(String[] suites) {
	}

	@Override
	public String[] getSupportedProtocols() {
		return new String[0];
	}

	@Override
	public String[] getEnabledProtocols() {
		return new String[0];
	}

	@Override
	public void setEnabledProtocols(String[] protocols) {
	}

	@Override
	public void beginHandshake() {
	}

	@Override
	public HandshakeStatus getHandshakeStatus() {
		return HandshakeStatus.NEED_TASK;
	}

	@Override
	public void setUseClientMode(boolean mode) {
	}

	@Override
	public boolean getUseClientMode() {
		return false;
	}

	@Override
	public void setNeedClientAuth(boolean need) {
	}

	@Override
	public boolean getNeedClientAuth() {
		return false;
	}

	@Override
	public void setWantClientAuth(boolean want) {
	}

	@Override
	public boolean getWantClientAuth() {
		return false;
	}

	@Override
	public void setEnableSessionCreation(boolean flag) {
	}

	@Override
	public boolean getEnableSessionCreation() {
		return true;
	}

}
