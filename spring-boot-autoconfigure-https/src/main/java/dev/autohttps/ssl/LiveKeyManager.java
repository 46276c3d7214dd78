package dev.autohttps.ssl;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;

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

	private static final String ACME_TLS = "acme-tls/1";

	private static final String NO_CIPHER_SUITE = "SSL_NULL_WITH_NULL_NULL";

	private final LiveCertificates live;

	private final @Nullable ChallengeCertificates challenges;

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
	 * Nothing is given to a client of TLS 1.2 that wants to renegotiate, which only
	 * serves to make the server sign. (Where the client resumes its session to
	 * renegotiate, JDKs before 25 do not ask; but then nothing is signed.)
	 */
	@Override
	public @Nullable String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
		if (!engine.getSession().getCipherSuite().equals(NO_CIPHER_SUITE)) {
			return null;
		}
		return choose(keyType, engine.getHandshakeSession(), engine::getHandshakeApplicationProtocol);
	}

	/**
	 * A socket, unlike an engine, cannot be asked whether it renegotiates: it would wait
	 * for the end of the handshake.
	 */
	@Override
	public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, Socket socket) {
		return (socket instanceof SSLSocket ssl)
				? choose(keyType, ssl.getHandshakeSession(), ssl::getHandshakeApplicationProtocol)
				: choose(keyType, null);
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
			String alias = choose(keyType, null);
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

	private @Nullable String choose(String keyType, @Nullable SSLSession session,
			Supplier<@Nullable String> applicationProtocol) {
		ServerCertificate challenge = challenge(session, applicationProtocol);
		if (challenge == null) {
			return choose(keyType, session);
		}
		return challenge.algorithm().equals(keyType) ? challenge.alias() : null;
	}

	/**
	 * Find what a CA is to be shown. Anybody can speak its protocol, and is served as
	 * usual while nothing is pending for the name.
	 */
	private @Nullable ServerCertificate challenge(@Nullable SSLSession session,
			Supplier<@Nullable String> applicationProtocol) {
		if (this.challenges == null || session == null || !isAcmeTls(applicationProtocol)) {
			return null;
		}
		String serverName = serverName(session);
		return (serverName != null) ? this.challenges.find(serverName) : null;
	}

	private static boolean isAcmeTls(Supplier<@Nullable String> applicationProtocol) {
		try {
			return ACME_TLS.equals(applicationProtocol.get());
		}
		catch (UnsupportedOperationException ex) {
			return false;
		}
	}

	/**
	 * JSSE asks for one key type after the other, those first that the client prefers,
	 * and takes the first answer: so only a key of that very type may be given.
	 */
	private @Nullable String choose(String keyType, @Nullable SSLSession session) {
		List<LiveCertificate> candidates = candidates(this.live.current(), session);
		for (int i = 0; i < candidates.size(); i++) {
			ServerCertificate certificate = candidates.get(i).certificate();
			if (certificate.algorithm().equals(keyType)) {
				return certificate.alias();
			}
		}
		return null;
	}

	static @Nullable String serverName(SSLSession session) {
		if (session instanceof ExtendedSSLSession extended) {
			for (SNIServerName name : extended.getRequestedServerNames()) {
				if (name.getType() == StandardConstants.SNI_HOST_NAME) {
					String host = (name instanceof SNIHostName hostName) ? hostName.getAsciiName()
							: new SNIHostName(name.getEncoded()).getAsciiName();
					return Domain.normalize(host);
				}
			}
		}
		return null;
	}

}
