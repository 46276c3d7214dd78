package dev.autohttps.acme.dns.rfc2136;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;

import dev.autohttps.acme.dns.DnsRecords;
import dev.autohttps.acme.dns.DnsRecordsException;
import dev.autohttps.acme.dns.TxtRecord;
import dev.autohttps.test.TsigKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Rfc2136DnsRecords} with answers that real servers seldom give.
 */
@Timeout(120)
@Tag("once")
class Rfc2136AnswersTests {

	private static final TxtRecord RECORD = new TxtRecord("_acme-challenge.example.test", "value",
			"_acme-challenge.example.test");

	private final TsigKey key = TsigKey.named("acme");

	private @Nullable DatagramSocket server;

	@BeforeEach
	void openTheServer() throws IOException {
		this.server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
	}

	@AfterEach
	void closeTheServer() {
		socket().close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			SERVFAIL | true  | it has a trouble of its own; look at its log if that lasts
			NOTIMP   | false | it takes no updates; name the zone's primary server
			NOTZONE  | false | the name is not in that zone; name the zone that it is in, or none
			NOTAUTH  | false | it is not the zone's primary server; name the zone's primary server
			FORMERR  | false | look at its log
			""")
	void whatTheServerSaysToAnUpdateIsSaid(String code, boolean passing, String said) {
		answer(Rcode.value(code), this.key);
		assertFails(records("example.test"), passing, address() + " says " + code
				+ " to the update of _acme-challenge.example.test in zone example.test: " + said);
	}

	@ParameterizedTest
	@CsvSource({ "SERVFAIL, true, it has a trouble of its own; look at its log if that lasts",
			"FORMERR, false, look at its log" })
	void whatTheServerSaysWhenAskedForTheZoneIsSaid(String code, boolean passing, String said) {
		answer(Rcode.value(code), this.key);
		assertFails(records(null), passing,
				address() + " says " + code + " when asked for the zone of _acme-challenge.example.test: " + said);
	}

	@Test
	void successThatIsNotSignedIsNotBelieved() {
		answer(Rcode.NOERROR, null);
		assertFails(records("example.test"), false, "the answer of " + address()
				+ " to the update of _acme-challenge.example.test is not signed with the key, so anybody may have given it;"
				+ " look what is between this machine and it");
	}

	@Test
	void successThatIsSignedByAnotherIsNotBelieved() {
		answer(Rcode.NOERROR, TsigKey.named("acme"));
		assertThatExceptionOfType(DnsRecordsException.class).isThrownBy(() -> records("example.test").publish(RECORD))
			.withMessageContaining("is not signed with the key");
	}

	@Test
	void successThatIsSignedIsBelieved() throws Exception {
		answer(Rcode.NOERROR, this.key);
		records("example.test").publish(RECORD);
	}

	private static void assertFails(DnsRecords records, boolean passing, String message) {
		assertThatExceptionOfType(DnsRecordsException.class).isThrownBy(() -> records.publish(RECORD))
			.withMessage(message)
			.satisfies((failure) -> assertThat(failure.isPassing()).isEqualTo(passing));
	}

	private void answer(int code, @Nullable TsigKey signer) {
		DatagramSocket socket = socket();
		new Thread(() -> {
			try {
				DatagramPacket packet = new DatagramPacket(new byte[1024], 1024);
				socket.receive(packet);
				byte[] content = Arrays.copyOf(packet.getData(), packet.getLength());
				byte[] answer = answer(new Message(content), code, signer);
				socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
			}
			catch (IOException ex) {
				// The test has its own word on an answer that does not come.
			}
		}, "answer").start();
	}

	private static byte[] answer(Message question, int code, @Nullable TsigKey signer) {
		Message answer = new Message(question.getHeader().getID());
		answer.getHeader().setOpcode(question.getHeader().getOpcode());
		answer.getHeader().setFlag(Flags.QR);
		answer.getHeader().setRcode(code);
		question.getSection(Section.QUESTION).forEach((record) -> answer.addRecord(record, Section.QUESTION));
		if (signer != null) {
			TSIG tsig = new TSIG(TSIG.HMAC_SHA256, Name.fromConstantString(signer.name() + "."), signer.secret());
			answer.setTSIG(tsig, Rcode.NOERROR, question.getTSIG());
		}
		return answer.toWire(Message.MAXLENGTH);
	}

	private DatagramSocket socket() {
		return Objects.requireNonNull(this.server);
	}

	private String address() {
		return "127.0.0.1:" + socket().getLocalPort();
	}

	private DnsRecords records(@Nullable String zone) {
		return new Rfc2136DnsRecords(new Rfc2136Settings(address(), zone,
				new Rfc2136Settings.Key(this.key.name(), this.key.algorithm(), this.key.secret()),
				Duration.ofSeconds(60), Duration.ofSeconds(30)));
	}

}
