package dev.autohttps.certificate;

import java.util.Arrays;
import java.util.Objects;

/**
 * What a store holds under a key.
 *
 * @param content the bytes, possibly a secret
 * @param version changes whenever the bytes do; two versions can be compared for equality
 * and for nothing else
 */
public record StoreEntry(byte[] content, String version) {

	@Override
	public boolean equals(Object other) {
		return other instanceof StoreEntry that && this.version.equals(that.version)
				&& Arrays.equals(this.content, that.content);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.version);
	}

	@Override
	public String toString() {
		return "StoreEntry[" + this.content.length + " bytes, version " + this.version + "]";
	}

}
