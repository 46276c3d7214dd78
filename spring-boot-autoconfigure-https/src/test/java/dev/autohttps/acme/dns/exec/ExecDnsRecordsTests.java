package dev.autohttps.acme.dns.exec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.autohttps.acme.dns.DnsRecordsException;
import dev.autohttps.acme.dns.TxtRecord;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

@Timeout(180)
@DisabledOnOs(OS.WINDOWS)
@ExtendWith(OutputCaptureExtension.class)
class ExecDnsRecordsTests {

	private static final String VALUE = "MsijOYZxqyjGnFGwhjrhfg-Xgbl5r68WPda0J9EgqqI";

	private static final TxtRecord RECORD = new TxtRecord("_acme-challenge.shop.example", VALUE,
			"_acme-challenge.shop.example");

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final Duration SHORT = Duration.ofSeconds(2);

	private static final int LONGER = 4;

	private static final String MEGABYTE = "i=0; while [ $i -lt 20000 ]; do "
			+ "echo '................................ fifty characters'; i=$((i + 1)); done";

	private final Logger logger = (Logger) LoggerFactory.getLogger(ExecDnsRecords.class);

	@TempDir
	private Path directory;

	@BeforeEach
	void tellAll() {
		this.logger.setLevel(Level.DEBUG);
	}

	@AfterEach
	void tellLess() {
		this.logger.setLevel(null);
	}

	@Test
	void theProgramIsCalledAsLegoCallsIt() throws Exception {
		String script = script("printf '%s\\n' \"$#\" \"$@\" >> arguments");
		records(LONG, script).publish(RECORD);
		records(LONG, script).withdraw(RECORD);
		assertThat(this.directory.resolve("arguments")).hasContent("""
				3
				present
				_acme-challenge.shop.example.
				%s
				3
				cleanup
				_acme-challenge.shop.example.
				%s
				""".formatted(VALUE, VALUE));
	}

	@Test
	void aNameThatIsAnAliasIsCalledWhatItIsAnAliasFor() throws Exception {
		records(LONG, script("printf '%s' \"$2\" > name"))
			.publish(new TxtRecord("shop.acme.example", VALUE, "_acme-challenge.shop.example"));
		assertThat(this.directory.resolve("name")).hasContent("shop.acme.example.");
	}

	@Test
	void whatIsConfiguredStandsBeforeTheArgumentsAndNoShellReadsIt() throws Exception {
		String[] arguments = { "$(touch x)", "; touch y", "two  words", "`id`", "*", "", "\"", "'", "\\", "%PATH%" };
		List<String> command = new ArrayList<>(List.of(script("printf '%s\\n' \"$@\" > arguments")));
		command.addAll(List.of(arguments));
		records(LONG, command.toArray(String[]::new)).publish(RECORD);
		List<String> expected = new ArrayList<>(Arrays.asList(arguments));
		expected.addAll(List.of("present", "_acme-challenge.shop.example.", VALUE));
		assertThat(Files.readAllLines(this.directory.resolve("arguments"))).isEqualTo(expected);
		assertThat(Path.of("x")).doesNotExist();
		assertThat(this.directory).isDirectoryNotContaining("glob:**/[xy]");
	}

	@Test
	void aProgramIsFoundOnThePath() throws Exception {
		records(LONG, "sh", script("exit 0")).publish(RECORD);
	}

	@Test
	void theEnvironmentIsThatOfThisProcessAndWhatIsConfigured() throws Exception {
		records(Map.of("DNS_TOKEN", "s3cret $HOME"), script("printf '%s\\n' \"$DNS_TOKEN\" \"$PATH\" > environment"))
			.publish(RECORD);
		assertThat(Files.readAllLines(this.directory.resolve("environment"))).containsExactly("s3cret $HOME",
				System.getenv("PATH"));
	}

	@Test
	void theInputIsEmpty() throws Exception {
		records(LONG, script("cat > input")).publish(RECORD);
		assertThat(this.directory.resolve("input")).isEmptyFile();
	}

	@Test
	void aScriptWithoutAFirstLineForTheSystemIsRun() throws Exception {
		Path script = executable("#!", "echo \"$1\" > done");
		Files.writeString(script, "cd '" + this.directory + "'; echo \"$1\" > done\n");
		records(LONG, script.toString()).publish(RECORD);
		assertThat(this.directory.resolve("done")).hasContent("present");
	}

	@Test
	void aFailureIsToldWithTheEndOfTheOutput() throws Exception {
		String script = script("echo asking ns1; echo 'update failed:	REFUSED' >&2; exit 3");
		assertThat(failure(() -> records(LONG, script).publish(RECORD)).isPassing()).isFalse();
		assertThat(failure(() -> records(LONG, script).publish(RECORD))).hasMessage(script
				+ " present _acme-challenge.shop.example. ended with exit code 3 and printed last: asking ns1 | update failed: REFUSED");
		assertThat(failure(() -> records(LONG, script).withdraw(RECORD)))
			.hasMessageContaining(" cleanup _acme-challenge.shop.example. ended with exit code 3 and ");
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '"', value = { "exit 1, exit code 1 and printed nothing",
			"/nowhere/nsupdate 2>/dev/null, exit code 127 (in a shell script: a command that it does not find) and",
			"/etc/passwd 2>/dev/null, exit code 126 (in a shell script: a command that it may not execute) and",
			"kill -TERM $$, exit code 143 (killed by signal 15) and",
			"\"kill -KILL $$\", \"exit code 137 (killed by signal 9, often for lack of memory) and\"" })
	void anExitCodeIsExplained(String command, String explained) throws Exception {
		String script = script(command);
		assertThat(failure(() -> records(LONG, script).publish(RECORD))).hasMessageContaining(explained);
	}

	@Test
	void whatIsPrintedCannotForgeALine() throws Exception {
		String script = script("printf 'one\\r\\n2026-01-01 ERROR forged\\033[31m\\000\\n'; exit 1");
		assertThat(failure(() -> records(LONG, script).publish(RECORD)).getMessage())
			.endsWith("printed last: one | 2026-01-01 ERROR forged [31m")
			.doesNotContainPattern("\\p{Cntrl}");
	}

	@Test
	void aMegabyteOfOutputDoesNotHoldUpASuccess() throws Exception {
		records(LONG, script(MEGABYTE + "; touch done")).publish(RECORD);
		assertThat(this.directory.resolve("done")).exists();
	}

	@Test
	void ofAMegabyteOfOutputTheEndIsTold() throws Exception {
		String script = script(MEGABYTE + "; echo 'no such zone'; exit 1");
		String message = failure(() -> records(LONG, script).publish(RECORD)).getMessage();
		assertThat(message).contains("printed last: …").endsWith("| no such zone").hasSizeLessThan(800);
	}

	@Test
	void aScriptThatHangsIsEndedWithAllThatItStarted() throws Exception {
		String script = script(
				"sleep 300 & echo $! > child; echo $$ > self; echo waiting for the provider; touch begun; wait");
		Ended ended = ended(script);
		assertThat(ended.failure()).hasMessage(script + " present _acme-challenge.shop.example. was ended, since it "
				+ "ran for longer than " + ended.seconds() + " s (the property exec.timeout), and printed last: "
				+ "waiting for the provider");
		assertThat(ended.failure().isPassing()).isFalse();
		awaitEnd("child");
		awaitEnd("self");
	}

	@Test
	void aScriptThatIsDeafToKindWordsIsEndedToo() throws Exception {
		String script = script("trap '' TERM; echo $$ > self; touch begun; while :; do sleep 0.2; done");
		assertThat(ended(script).failure()).hasMessageEndingWith(", and printed nothing");
		awaitEnd("self");
	}

	@Test
	void aScriptThatPrintsWithoutEndIsEnded() throws Exception {
		String script = script("echo $$ > self; echo 'no end'; echo 'no end'; touch begun; exec yes 'no end'");
		Ended ended = ended(script);
		assertThat(ended.failure()).hasMessageContaining("longer than " + ended.seconds() + " s")
			// It may be ended in the midst of a line.
			.hasMessageFindingMatch("\\| no end \\| no? ?e?n?d?$");
		awaitEnd("self");
	}

	@Test
	void whoStaysBehindAndHoldsTheOutputIsNotWaitedFor() throws Exception {
		long start = System.nanoTime();
		records(LONG, script("sleep 300 & echo $! > child; echo done")).publish(RECORD);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
		ProcessHandle child = process("child");
		assertThat(child.isAlive()).isTrue();
		child.destroyForcibly();
	}

	@Test
	void whoStaysBehindAndPrintsWithoutEndIsNotListenedTo() throws Exception {
		records(LONG, script("yes & echo $! > child")).publish(RECORD);
		awaitEnd("child");
	}

	@Test
	void callsAreMadeOneAfterAnother() throws Exception {
		String script = script("mkdir lock || exit 1; sleep 0.02; rmdir lock; echo x >> calls");
		ExecDnsRecords records = records(LONG, script);
		ExecutorService executor = Executors.newFixedThreadPool(20);
		try {
			List<Callable<Void>> calls = new ArrayList<>();
			for (int i = 0; i < 10; i++) {
				calls.add(() -> {
					records.publish(RECORD);
					return null;
				});
				calls.add(() -> {
					records.withdraw(RECORD);
					return null;
				});
			}
			for (Future<Void> call : executor.invokeAll(calls)) {
				call.get();
			}
		}
		finally {
			executor.shutdownNow();
		}
		assertThat(Files.readAllLines(this.directory.resolve("calls"))).hasSize(20);
	}

	@Test
	void anInterruptionEndsTheProgramAndWhoWaitsForIt() throws Exception {
		String script = script("echo $$ > self; sleep 300 & echo $! > child; wait");
		ExecDnsRecords records = records(LONG, script);
		ExecutorService executor = Executors.newFixedThreadPool(2);
		List<Future<?>> calls = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			calls.add(executor.submit(() -> {
				records.publish(RECORD);
				return null;
			}));
		}
		await().until(() -> Files.exists(this.directory.resolve("child"))
				&& !Files.readString(this.directory.resolve("child")).isEmpty());
		executor.shutdownNow();
		assertThat(executor.awaitTermination(40, TimeUnit.SECONDS)).isTrue();
		for (Future<?> call : calls) {
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(call::get)
				.withCauseInstanceOf(InterruptedException.class);
		}
		awaitEnd("self");
		awaitEnd("child");
	}

	@Test
	void aProgramThatIsMissingIsMissed() {
		String missing = this.directory.resolve("missing").toString();
		DnsRecordsException failure = failure(() -> records(LONG, missing).publish(RECORD));
		assertThat(failure)
			.hasMessage(missing + " present _acme-challenge.shop.example. cannot be run: there is no such "
					+ "file, or the user of this application may not see it; correct the property exec.command");
		assertThat(failure.isPassing()).isFalse();
		assertThat(failure(() -> records(LONG, "no-such-program-anywhere").publish(RECORD)))
			.hasMessageContaining("cannot be run: no such program is on the PATH of this application");
		assertThat(failure(() -> records(LONG, this.directory.toString()).publish(RECORD)))
			.hasMessageContaining("cannot be run: it is a directory");
	}

	@Test
	void aProgramThatMayNotBeExecutedIsToldSo() throws Exception {
		Path script = executable("#!/bin/sh", "exit 0");
		Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rw-r--r--"));
		assertThat(failure(() -> records(LONG, script.toString()).publish(RECORD))).hasMessage(script
				+ " present _acme-challenge.shop.example. cannot be run: the user of this application may not execute "
				+ "it; make it executable (chmod +x), on a file system that is not mounted noexec");
	}

	@Test
	void aScriptWhoseInterpreterIsMissingIsToldSo() throws Exception {
		Path script = executable("#!/bin/sh\r", "exit 0");
		assertThat(failure(() -> records(LONG, script.toString()).publish(RECORD))).hasMessageContaining(
				"; if it is a script, what its first line names must be there, and that line must not "
						+ "end as on Windows");
	}

	@Test
	void whatIsInTheEnvironmentIsNeverShown(CapturedOutput output) throws Exception {
		Map<String, String> environment = Map.of("TOKEN", "s3cr3t-t0k3n", "KEY", "first-l1ne\nsecond-l1ne\n");
		String prints = "env; set; echo \"a $TOKEN b $TOKEN\"";
		records(environment, script(prints)).publish(RECORD);
		String failing = script(prints + "; exit 1");
		ExecSettings settings = new ExecSettings(List.of(failing), environment, LONG, 1, Duration.ZERO);
		assertThat(failure(() -> new ExecDnsRecords(settings).publish(RECORD))).hasMessageEndingWith("a *** b ***");
		String much = script("i=0; while [ $i -lt 2000 ]; do printf '%s' \"$TOKEN\"; i=$((i + 1)); done; exit 1");
		String message = failure(() -> records(environment, much).publish(RECORD)).getMessage();
		assertThat(message + output + settings).contains("succeeded and printed last")
			.doesNotContain("s3cr3t")
			.doesNotContain("t0k3n")
			.doesNotContain("l1ne");
	}

	@Test
	void itSaysWhoItIsAndHowManyValuesANameCanHave() {
		ExecDnsRecords records = records(LONG, "/etc/dns/hook.sh", "--zone", "shop.example");
		assertThat(records.description()).isEqualTo("program /etc/dns/hook.sh");
		assertThat(records.valuesPerName()).isEqualTo(1);
	}

	@Test
	void whatCannotBeRunIsNotTaken() {
		assertThatIllegalArgumentException().isThrownBy(() -> records(LONG)).withMessage("names no program");
		assertThatIllegalArgumentException().isThrownBy(() -> records(LONG, " ")).withMessage("names no program");
		assertThatIllegalArgumentException().isThrownBy(() -> records(Duration.ZERO, "x"))
			.withMessage("leaves the program no time");
		assertThatIllegalArgumentException().isThrownBy(() -> records(Map.of("A=B", "s3cr3t"), "x"))
			.withMessage("sets a variable that no program can have: 'A=B'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ExecSettings(List.of("x"), Map.of(), LONG, 0, Duration.ZERO))
			.withMessage("is less than 1, with which no name can be proven");
	}

	/**
	 * Run a script that does not end by itself, with more time if that was not enough for
	 * it to begin.
	 */
	private Ended ended(String script) {
		Path begun = this.directory.resolve("begun");
		Duration timeout = SHORT;
		DnsRecordsException failure = failure(records(timeout, script));
		while (Files.notExists(begun) && timeout.compareTo(LONG) < 0) {
			timeout = timeout.multipliedBy(LONGER);
			failure = failure(records(timeout, script));
		}
		assertThat(begun).exists();
		return new Ended(timeout.toSeconds(), failure);
	}

	private static DnsRecordsException failure(ExecDnsRecords records) {
		return failure(() -> records.publish(RECORD));
	}

	private ExecDnsRecords records(Duration timeout, String... command) {
		return new ExecDnsRecords(new ExecSettings(List.of(command), Map.of(), timeout, 1, Duration.ZERO));
	}

	private ExecDnsRecords records(Map<String, String> environment, String... command) {
		return new ExecDnsRecords(new ExecSettings(List.of(command), environment, LONG, 1, Duration.ZERO));
	}

	private String script(String commands) throws IOException {
		return executable("#!/bin/sh", "cd '" + this.directory + "'", commands).toString();
	}

	private Path executable(String... lines) throws IOException {
		Path script = Files.createTempFile(this.directory, "hook", ".sh");
		Files.writeString(script, String.join("\n", lines) + "\n");
		return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
	}

	private void awaitEnd(String name) throws IOException {
		ProcessHandle process = process(name);
		await().until(() -> process == null || !process.isAlive());
	}

	private ProcessHandle process(String name) throws IOException {
		return ProcessHandle.of(Long.parseLong(Files.readString(this.directory.resolve(name)).strip())).orElse(null);
	}

	private static DnsRecordsException failure(ThrowingCallable call) {
		return catchThrowableOfType(DnsRecordsException.class, call);
	}

	/**
	 * How a script was ended, and after how long.
	 */
	private record Ended(long seconds, DnsRecordsException failure) {

	}

}
