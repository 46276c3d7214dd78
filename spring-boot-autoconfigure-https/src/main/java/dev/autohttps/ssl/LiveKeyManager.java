package dev.autohttps.ssl;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.X509ExtendedKeyManager;

import dev.autohttps.certificate.CertificateIndex;
import dev.autohttps.certificate.Domain;
import dev.autohttps.certificate.LiveCertificate;
import dev.autohttps.certificate.LiveCertificates;
import dev.autohttps.certificate.ServerCertificate;
import org.jspecify.annotations.Nullable;

/**
 * A key manager over what is served at the moment of each handshake. The alias it gives
 * names one exact key and chain, so that the three questions that JSSE asks one after the
 * other are answered from the same certificate even if it is replaced in between.
 */
abstract class LiveKeyManager extends X509ExtendedKeyManager {

	private static final String NO_CIPHER = "SSL_NULL_WITH_NULL_NULL";

	private final LiveCertificates live;

	private final @Nullable ChallengeCertificates challenges;

	private final ClientLimits limits = new ClientLimits();

	LiveKeyManager(LiveCertificates live, @Nullable ChallengeCertificates challenges) {
		this.live = live;
		this.challenges = challenges;
	}

	/**
	 * Return the certificates to choose from, by key type.
	 * @param index what is served
	 * @param session the session in the making, or {@code null} while an earlier one is
	 * being resumed
	 * @return the certificates
	 */
	abstract List<LiveCertificate> candidates(CertificateIndex index, @Nullable SSLSession session);

	/**
	 * Take heed of what a client has said, if its engine does not.
	 * @param hello what the client has said
	 * @param engine the engine that is about to answer
	 */
	final void heed(ClientHello hello, SSLEngine engine) {
		this.limits.note(hello, engine);
	}

	@Override
	public @Nullable String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
		SSLSession session = engine.getHandshakeSession();
		return chooseForServer(keyType, session, (session != null) ? protocol(engine) : null, engine);
	}

	@Override
	public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, Socket socket) {
		if (socket instanceof SSLSocket ssl && ssl.getHandshakeSession() != null) {
			return chooseForServer(keyType, ssl.getHandshakeSession(), ssl.getHandshakeApplicationProtocol(), null);
		}
		return choose(keyType, null, null);
	}

	/**
	 * Choose for a client of ours.
	 * @param session the session in the making, or {@code null} while an earlier one is
	 * being resumed
	 * @param protocol the application protocol of the handshake, if it is known already
	 * @param engine the engine, or {@code null} if a socket asks
	 */
	private @Nullable String chooseForServer(String keyType, @Nullable SSLSession session, @Nullable String protocol,
			@Nullable SSLEngine engine) {
		if (engine != null && !engine.getSession().getCipherSuite().equals(NO_CIPHER)) {
			// A client that negotiates anew (TLS 1.2) makes the server work for nothing.
			// One that resumes its own session in doing so is not asked about, and cheap.
			return null;
		}
		if (session != null && ChallengeCertificates.PROTOCOL.equals(protocol)) {
			ServerCertificate challenge = challenge(session);
			if (challenge != null) {
				return challenge.algorithm().equals(keyType) ? challenge.alias() : null;
			}
		}
		return choose(keyType, session, engine);
	}

	private @Nullable ServerCertificate challenge(SSLSession session) {
		String name = (this.challenges != null) ? serverName(session) : null;
		return (this.challenges != null && name != null) ? this.challenges.find(name) : null;
	}

	private static @Nullable String protocol(SSLEngine engine) {
		try {
			return engine.getHandshakeApplicationProtocol();
		}
		catch (UnsupportedOperationException ex) {
			return null;
		}
	}

	@Override
	public @Nullable String chooseEngineClientAlias(String[] keyTypes, Principal @Nullable [] issuers,
			SSLEngine engine) {
		return chooseClientAlias(keyTypes, issuers, null);
	}

	@Override
	public @Nullable String chooseClientAlias(String[] keyTypes, Principal @Nullable [] issuers,
			@Nullable Socket socket) {
		for (String keyType : keyTypes) {
			String alias = choose(keyType, null, null);
			if (alias != null) {
				return alias;
			}
		}
		return null;
	}

	@Override
	public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
		String[] aliases = candidates(this.live.current(), null).stream()
			.filter((one) -> one.certificate().algorithm().equals(keyType))
			.map((one) -> one.certificate().alias())
			.toArray(String[]::new);
		return (aliases.length != 0) ? aliases : null;
	}

	@Override
	public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
		return getServerAliases(keyType, issuers);
	}

	@Override
	public X509Certificate @Nullable [] getCertificateChain(String alias) {
		ServerCertificate certificate = byAlias(alias);
		return (certificate != null) ? certificate.sharedChain() : null;
	}

	@Override
	public @Nullable PrivateKey getPrivateKey(String alias) {
		ServerCertificate certificate = byAlias(alias);
		return (certificate != null) ? certificate.privateKey() : null;
	}

	private @Nullable ServerCertificate byAlias(String alias) {
		ServerCertificate certificate = this.live.byAlias(alias);
		return (certificate == null && this.challenges != null) ? this.challenges.byAlias(alias) : certificate;
	}

	/**
	 * JSSE asks for one key type after the other, those first that the client prefers,
	 * and takes the first answer: so only a key of that very type may be given. BoringSSL
	 * does so whatever the client can verify.
	 */
	private @Nullable String choose(String keyType, @Nullable SSLSession session, @Nullable SSLEngine engine) {
		List<LiveCertificate> candidates = candidates(this.live.current(), session);
		ServerCertificate found = null;
		boolean others = false;
		for (int i = 0; i < candidates.size(); i++) {
			ServerCertificate certificate = candidates.get(i).certificate();
			if (!certificate.algorithm().equals(keyType)) {
				others = true;
			}
			else if (found == null) {
				found = certificate;
			}
		}
		boolean useless = others && engine != null && this.limits.ruleOut(keyType, engine);
		return (found != null && !useless) ? found.alias() : null;
	}

	private static @Nullable String hostName(List<SNIServerName> names) {
		for (SNIServerName name : names) {
			String host = hostName(name);
			if (host != null) {
				return host;
			}
		}
		return null;
	}

	static @Nullable String hostName(SNIServerName name) {
		if (name.getType() != StandardConstants.SNI_HOST_NAME) {
			return null;
		}
		return (name instanceof SNIHostName hostName) ? hostName.getAsciiName()
				: new SNIHostName(name.getEncoded()).getAsciiName();
	}

	static @Nullable String serverName(SSLSession session) {
		String host = (session instanceof ExtendedSSLSession extended) ? hostName(extended.getRequestedServerNames())
				: null;
		return (host != null) ? Domain.normalize(host) : null;
	}

}
