package dev.autohttps.acme.dns;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.autohttps.acme.dns.acmedns.AcmeDnsRecords;
import dev.autohttps.acme.dns.acmedns.AcmeDnsSettings;
import dev.autohttps.acme.dns.exec.ExecDnsRecords;
import dev.autohttps.acme.dns.exec.ExecSettings;
import dev.autohttps.certificate.StoreRecord;
import dev.autohttps.certificate.TestStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What {@code docs/challenges} says of programs and of acme-dns.
 */
@Timeout(180)
class ChallengeDocumentTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final String SHOP = "_acme-challenge.shop.example";

	private static final String ACCOUNT = "8e5700ea-a4bf-41c7-8a77-e990661dcc6a";

	private static final TxtRecord RECORD = new TxtRecord(SHOP, "MsijOYZxqyjGnFGwhjrhfg-Xgbl5r68WPda0J9EgqqI", SHOP);

	@TempDir
	private Path directory;

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void theScriptAddsAndRemovesOneValue() throws Exception {
		Path said = this.directory.resolve("said");
		executable("nsupdate", "#!/bin/sh\necho \"$@\" >> '" + said + "'; cat >> '" + said + "'\n");
		Path hook = executable("hook.sh", document("exec.md").split("```sh\n")[1].split("```")[0]);
		ExecDnsRecords records = new ExecDnsRecords(new ExecSettings(
				List.of(hook.toString()), Map.of("NSUPDATE_SERVER", "ns1.shop.example", "NSUPDATE_KEY",
						"/etc/dns/acme.key", "PATH", this.directory + ":" + System.getenv("PATH")),
				TIMEOUT, 1, Duration.ZERO));
		records.publish(RECORD);
		records.withdraw(RECORD);
		assertThat(said).hasContent("""
				-v -k /etc/dns/acme.key
				server ns1.shop.example
				add %1$s. 60 TXT "%2$s"
				send
				-v -k /etc/dns/acme.key
				server ns1.shop.example
				delete %1$s. TXT "%2$s"
				send
				""".formatted(SHOP, RECORD.value()));
		assertThat(document("exec.md")).contains("present " + SHOP + ". " + RECORD.value())
			.contains("cleanup " + SHOP + ". " + RECORD.value());
	}

	@ParameterizedTest
	@DisabledOnOs(OS.WINDOWS)
	@CsvSource({ "exit 126", "exit 127", "kill -KILL $$" })
	void whatAnExitCodeMeansIsThere(String command) throws Exception {
		String message = failure(executable("hook.sh", "#!/bin/sh\n" + command + "\n").toString()).getMessage();
		assertThat(document("exec.md"))
			.contains("`" + message.substring(message.indexOf("ended"), message.indexOf(" and printed")) + "`");
	}

	@Test
	void whyAProgramCannotBeRunIsThere() throws Exception {
		Path missing = this.directory.resolve("missing");
		for (String program : List.of(missing.toString(), "no-such-program-anywhere",
				Files.createFile(this.directory.resolve("hook.txt")).toString())) {
			String message = failure(program).getMessage();
			assertThat(document("exec.md")).contains("`" + message.substring(message.indexOf("cannot be run")) + "`");
		}
	}

	@Test
	void theRecordToCreateIsThere() throws Exception {
		URI url = URI.create("https://auth.example");
		TestStore store = new TestStore();
		store.breakOn((operation) -> {
			if (operation.startsWith("load ") && store.list("").isEmpty()) {
				store.mend();
				store.save(operation.substring(5), StoreRecord.encode(Map.of("username", "u", "password", "p",
						"subdomain", ACCOUNT, "fulldomain", ACCOUNT + ".auth.example")), null);
			}
			return false;
		});
		AcmeDnsRecords registered = new AcmeDnsRecords(new AcmeDnsSettings(url, null, null, null, TIMEOUT), store);
		AcmeDnsRecords configured = new AcmeDnsRecords(new AcmeDnsSettings(url, "u", "p", ACCOUNT, TIMEOUT), store);
		assertThat(document("acme-dns.md")).contains("\n" + failure(registered, RECORD).getMessage() + "\n")
			.contains("\n" + failure(configured, RECORD).getMessage() + "\n");
		String elsewhere = failure(registered, new TxtRecord("other.example", RECORD.value(), SHOP)).getMessage();
		assertThat(document("acme-dns.md")).contains("\n" + elsewhere.substring(elsewhere.indexOf("(it is")) + "\n");
	}

	private static DnsRecordsException failure(String program) {
		ExecSettings settings = new ExecSettings(List.of(program), Map.of(), TIMEOUT, 1, Duration.ZERO);
		return failure(new ExecDnsRecords(settings), RECORD);
	}

	private static DnsRecordsException failure(DnsRecords records, TxtRecord record) {
		return catchThrowableOfType(DnsRecordsException.class, () -> records.publish(record));
	}

	private Path executable(String name, String content) throws IOException {
		Path file = Files.writeString(this.directory.resolve(name), content);
		return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
	}

	private static String document(String name) throws IOException {
		return Files.readString(Path.of("..", "docs", "challenges", name));
	}

}
