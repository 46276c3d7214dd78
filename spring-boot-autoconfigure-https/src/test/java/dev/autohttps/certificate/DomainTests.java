package dev.autohttps.certificate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import dev.autohttps.certificate.Domain.Type;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DomainTests {

	@ParameterizedTest
	@CsvSource({ "shop.example, shop.example", "SHOP.Example, shop.example", "shop.example., shop.example",
			"'  shop.example ', shop.example", "localhost, localhost", "bücher.example, xn--bcher-kva.example",
			"BÜCHER.example, xn--bcher-kva.example", "XN--BCHER-KVA.example, xn--bcher-kva.example",
			"bücher。example, xn--bcher-kva.example", "a-b.c--d.example, a-b.c--d.example", "1.example, 1.example",
			"xn--e1afmkfd.xn--p1ai, xn--e1afmkfd.xn--p1ai" })
	void dnsNamesAreLowerCaseALabels(String text, String name) {
		assertThat(Domain.parse(text)).isEqualTo(new Domain(name, Type.DNS));
	}

	@ParameterizedTest
	@CsvSource({ "*.shop.example, *.shop.example", "*.SHOP.example., *.shop.example",
			"*.bücher.example, *.xn--bcher-kva.example" })
	void wildcardsKeepTheirFirstLabel(String text, String name) {
		assertThat(Domain.parse(text)).isEqualTo(new Domain(name, Type.WILDCARD));
	}

	@ParameterizedTest
	@CsvSource({ "127.0.0.1, 127.0.0.1", "192.0.2.255, 192.0.2.255", "::1, ::1", "::, ::", "0:0:0:0:0:0:0:1, ::1",
			"2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1", "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
			"2001:0db8::0001, 2001:db8::1", "2001:db8:0:0:0:0:2:1, 2001:db8::2:1", "fe80:0:0:0:1:0:0:0, fe80::1:0:0:0",
			"1:0:0:2:0:0:0:3, 1:0:0:2::3", "64:ff9b::192.0.2.33, 64:ff9b::c000:221", "1::, 1::",
			"::ffff:192.0.2.1, 192.0.2.1" })
	void addressesHaveOneForm(String text, String name) {
		assertThat(Domain.parse(text)).isEqualTo(new Domain(name, Type.IP));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "   ", "\t" })
	void anEmptyNameIsSaidToBeEmpty(String text) {
		refused(text).withMessageContaining("is empty").withMessageContaining("shop.example");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://shop.example", "http://shop.example:80/", "shop.example/", "shop.example/path" })
	void aUrlIsSaidToBeOne(String text) {
		refused(text).withMessageContaining("is a URL").withMessageContaining("'" + text + "'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "shop.example:443", "192.0.2.1:8443", "localhost:", ":443", "1:2:3" })
	void aPortIsSaidToBeOne(String text) {
		refused(text).withMessageContaining("has a port");
	}

	@ParameterizedTest
	@ValueSource(strings = { "*.*.shop.example", "a.*.shop.example", "*", "a*.shop.example", "*a.shop.example",
			"shop.*", "**.shop.example" })
	void onlyTheFirstLabelMayBeAWildcard(String text) {
		refused(text).withMessageContaining("only the first label may be *");
	}

	@ParameterizedTest
	@ValueSource(strings = { "shop example", "shop..example", ".shop.example", "-shop.example", "shop-.example",
			"shop.example..", "shop!.example", "user@shop.example", "shop,example", "shop.example\u0000", "*.",
			"shop_.example", "[::1]x", "fe80::1%eth0", "shop.example?x", "shop\r\n.example", "." })
	void whatIsNoHostNameIsRefused(String text) {
		refused(text).satisfies((ex) -> {
			assertThat(ex.getDomain()).isEqualTo(text);
			assertThat(ex.getReason()).isNotBlank();
		});
	}

	@Test
	void namesAndLabelsHaveTheLengthsOfDns() {
		String label = "a".repeat(63);
		String longest = label + "." + label + "." + label + "." + "a".repeat(61);
		assertThat(Domain.parse(longest).name()).hasSize(253);
		refused(longest + "a").withMessageContaining("253");
		refused("a".repeat(64) + ".example").isNotNull();
		refused("a".repeat(10_000) + ".example").isNotNull();
		refused("ü".repeat(60) + ".example").isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "256.0.0.1", "1.2.3", "1.2.3.4.5", "shop.123", "010.0.0.1", "127.1", "１２７.0.0.1" })
	void aNameThatEndsInANumberIsNeitherNameNorAddress(String text) {
		refused(text).withMessageContaining("neither a host name nor an IP address");
	}

	@ParameterizedTest
	@CsvSource({ "shop.example, shop.example, true", "shop.example, www.shop.example, false",
			"*.shop.example, www.shop.example, true", "*.shop.example, shop.example, false",
			"*.shop.example, a.b.shop.example, false", "*.shop.example, wwwshop.example, false",
			"*.shop.example, www.shop.example.evil, false", "*.shop.example, .shop.example, false",
			"192.0.2.1, 192.0.2.1, true", "::1, ::1, true", "*.2.3.example, 1.2.3.example, true" })
	void aWildcardCoversExactlyOneLabel(String domain, String host, boolean covered) {
		assertThat(Domain.parse(domain).covers(host)).isEqualTo(covered);
	}

	@ParameterizedTest
	@CsvSource({ "Shop.Example, shop.example", "shop.example., shop.example", "[::1], ::1",
			"[2001:DB8:0:0:0:0:0:1], 2001:db8::1", "2001:db8::0001, 2001:db8::1", "192.0.2.1, 192.0.2.1",
			"my_host, my_host" })
	void hostsAreBroughtIntoTheFormOfNames(String host, String normalized) {
		assertThat(Domain.normalize(host)).isEqualTo(normalized);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ".", "..", "[", "]", "[]", "[::1", "::1]", "[[::1]]", "shop.example..",
			"*.shop.example", "shop.example:443", "[::1]:443", "a b", "a/b", "a\\b", "a\r\nb", "bücher.example",
			"%73hop.example", "1.2.3", "::1%lo", "user@shop.example", "-a", "a\u0000" })
	void whatIsNoHostHasNoNormalForm(String host) {
		assertThat(Domain.normalize(host)).isNull();
	}

	@Test
	void aHostThatIsNormalAlreadyIsJudgedLikeAnyOther() {
		Random random = new Random(42);
		List<String> parts = List.of("a", "z", "0", "9", "-", ".", ".", "_", "A", ":", "1", "in", "xn--p1ai",
				"a".repeat(30), "b".repeat(63), "1.2.3.4", "x".repeat(63) + "." + "y".repeat(63) + ".", "\u00fc", " ");
		for (int i = 0; i < 200_000; i++) {
			String host = random.ints(random.nextInt(1, 7), 0, parts.size())
				.mapToObj(parts::get)
				.collect(Collectors.joining());
			// Brackets change nothing but that the name is looked at closely.
			assertThat(Domain.normalize(host)).as(host).isEqualTo(Domain.normalize("[" + host + "]"));
		}
	}

	@Test
	void normalizingAnOverlongHostIsHarmless() {
		assertThat(Domain.normalize("a.".repeat(100_000))).isNull();
		assertThat(Domain.normalize(":".repeat(100_000))).isNull();
		assertThat(Domain.normalize("1".repeat(100_000))).isNull();
		assertThat(Domain.normalize(":".repeat(100_000) + "x")).isNull();
	}

	@Test
	void noNameServiceIsAskedForWhatOnlyLooksLikeAnAddress(@TempDir Path directory) throws Exception {
		Path hosts = Files.writeString(directory.resolve("hosts"),
				"192.0.2.1 .::1\n192.0.2.2 ..:.:.\n192.0.2.3 .1::\n192.0.2.4 ::.\n");
		assertThat(normalizeWithHosts(hosts, ".::1", "..:.:.", ".1::", "::.")).containsOnly("null");
	}

	private static String[] normalizeWithHosts(Path hosts, String... texts) throws IOException, InterruptedException {
		Path output = hosts.resolveSibling("output");
		String[] command = { Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Djdk.net.hosts.file=" + hosts, "-cp", System.getProperty("java.class.path"),
				Normalizer.class.getName() };
		String[] all = new String[command.length + texts.length];
		System.arraycopy(command, 0, all, 0, command.length);
		System.arraycopy(texts, 0, all, command.length, texts.length);
		Process process = new ProcessBuilder(all).redirectOutput(output.toFile()).redirectErrorStream(true).start();
		assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		String[] lines = Files.readString(output).strip().split("\n");
		assertThat(lines).hasSameSizeAs(texts);
		return lines;
	}

	private static ThrowableAssertAlternative<InvalidDomainException> refused(String text) {
		return assertThatExceptionOfType(InvalidDomainException.class).isThrownBy(() -> Domain.parse(text));
	}

	static final class Normalizer {

		public static void main(String[] texts) {
			for (String text : texts) {
				System.out.println(Domain.normalize(text));
			}
		}

	}

}
