package dev.autohttps.doctor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.Domain;
import dev.autohttps.certificate.Line;
import dev.autohttps.doctor.Sight.Kind;

/**
 * Asks in a TLS handshake (RFC 8737).
 */
final class TlsAlpnProbe implements Probe {

	private static final String PROTOCOL = "acme-tls/1";

	private static final String ACME_IDENTIFIER = "1.3.6.1.5.5.7.1.31";

	private final Dialer dialer;

	TlsAlpnProbe(Dialer dialer) {
		this.dialer = dialer;
	}

	@Override
	public String type() {
		return "tls-alpn-01";
	}

	@Override
	public int port() {
		return 443;
	}

	@Override
	public boolean canAsk(Domain domain) {
		return domain.type() != Domain.Type.IP;
	}

	@Override
	public Sight look(Target target, ChallengeAnswer answer) {
		boolean connected = false;
		try (Socket socket = this.dialer.dial(new InetSocketAddress(target.address(), port()))) {
			connected = true;
			return handshake(socket, answer);
		}
		catch (SSLException ex) {
			return new Sight(Kind.TLS_ENDED, "acme-tls/1 was refused (" + Line.of(ex.getMessage()) + ")");
		}
		catch (IOException ex) {
			return Sight.of(ex, connected);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("TLS cannot be spoken", ex);
		}
	}

	private static Sight handshake(Socket socket, ChallengeAnswer answer) throws IOException, GeneralSecurityException {
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, new TrustManager[] { new AnyCertificate() }, null);
		try (SSLSocket tls = (SSLSocket) context.getSocketFactory()
			.createSocket(socket, answer.identifier(), socket.getPort(), true)) {
			SSLParameters parameters = tls.getSSLParameters();
			parameters.setServerNames(List.of(new SNIHostName(answer.identifier())));
			parameters.setApplicationProtocols(new String[] { PROTOCOL });
			tls.setSSLParameters(parameters);
			tls.startHandshake();
			X509Certificate certificate = leaf(tls.getSession().getPeerCertificates());
			if (!PROTOCOL.equals(tls.getApplicationProtocol())) {
				return new Sight(Kind.TLS_ENDED,
						"TLS without acme-tls/1, with a certificate for " + names(certificate));
			}
			return proves(certificate, answer) ? new Sight(Kind.OURS, "answered by this application")
					: new Sight(Kind.SOMEBODY_ELSE, "another process answers acme-tls/1");
		}
	}

	private static String names(X509Certificate certificate) throws GeneralSecurityException {
		Collection<List<?>> names = certificate.getSubjectAlternativeNames();
		return Line.of((names != null)
				? names.stream().map((name) -> String.valueOf(name.get(1))).collect(Collectors.joining(", "))
				: certificate.getSubjectX500Principal().getName());
	}

	private static X509Certificate leaf(Certificate[] chain) {
		return (X509Certificate) chain[0];
	}

	private static boolean proves(X509Certificate certificate, ChallengeAnswer answer) throws GeneralSecurityException {
		byte[] extension = certificate.getExtensionValue(ACME_IDENTIFIER);
		byte[] expected = MessageDigest.getInstance("SHA-256")
			.digest(answer.content().getBytes(StandardCharsets.US_ASCII));
		return extension != null && extension.length >= expected.length && Arrays.equals(expected,
				Arrays.copyOfRange(extension, extension.length - expected.length, extension.length));
	}

}
