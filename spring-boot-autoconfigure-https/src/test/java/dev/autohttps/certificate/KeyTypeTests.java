package dev.autohttps.certificate;

import java.security.KeyPairGenerator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KeyType}.
 */
class KeyTypeTests {

	@ParameterizedTest
	@EnumSource
	void aKeyTellsItsType(KeyType type) {
		assertThat(KeyType.of(TestCertificates.of(type, "shop.example").leaf().getPublicKey())).isEqualTo(type);
	}

	@ParameterizedTest
	@CsvSource({ "EC, 521", "RSA, 1024", "RSA, 2056", "Ed25519, 255", "DSA, 1024" })
	void otherKeysAreOfNone(String algorithm, int size) throws Exception {
		KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
		generator.initialize(size);
		assertThat(KeyType.of(generator.generateKeyPair().getPublic())).isNull();
	}

	@Test
	void everyTypeIsFoundByItsName() {
		assertThat(KeyType.values()).allSatisfy((type) -> assertThat(KeyType.of(type.id())).isEqualTo(type));
	}

}
