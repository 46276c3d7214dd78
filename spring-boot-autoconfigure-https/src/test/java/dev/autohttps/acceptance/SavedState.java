package dev.autohttps.acceptance;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

import dev.autohttps.certificate.InvalidCertificateException;
import dev.autohttps.certificate.ServerCertificate;
import dev.autohttps.certificate.StoreRecord;

/**
 * What matters of what is saved under a key, in one word without a secret: the step and
 * the order of an issuance, the serial number and the validity of a certificate.
 */
final class SavedState {

	private SavedState() {
	}

	static String of(String key, byte[] content) {
		if (key.startsWith("issuances/")) {
			Map<String, String> values = StoreRecord.decode(content);
			String order = values.getOrDefault("detail.order", "/");
			return values.get("step") + "," + order.substring(order.lastIndexOf('/') + 1);
		}
		return key.startsWith("certificates/") ? Stored.parse(content).toString() : "";
	}

	/**
	 * A certificate as it was seen in the store.
	 */
	record Stored(BigInteger serial, Instant notBefore, Instant notAfter) {

		static Stored parse(byte[] content) {
			try {
				ServerCertificate certificate = ServerCertificate.parse(new String(content, StandardCharsets.US_ASCII));
				return new Stored(certificate.leaf().getSerialNumber(), certificate.notBefore(),
						certificate.notAfter());
			}
			catch (InvalidCertificateException ex) {
				throw new IllegalStateException("A certificate is garbled", ex);
			}
		}

		static Stored read(String text) {
			String[] parts = text.split(",");
			return new Stored(new BigInteger(parts[0], 16), Instant.parse(parts[1]), Instant.parse(parts[2]));
		}

		@Override
		public String toString() {
			return this.serial.toString(16) + "," + this.notBefore + "," + this.notAfter;
		}

	}

}
