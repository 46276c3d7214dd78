package dev.autohttps.acme.dns.exec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

import dev.autohttps.acme.dns.DnsRecords;
import dev.autohttps.acme.dns.DnsRecordsException;
import dev.autohttps.acme.dns.Span;
import dev.autohttps.acme.dns.TxtRecord;
import dev.autohttps.certificate.Line;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * A program of somebody's own that changes the DNS, called as lego calls those of its
 * provider "exec": with {@code present} or {@code cleanup}, the name with a dot at its
 * end, and the value.
 */
public final class ExecDnsRecords implements DnsRecords {

	private static final Log logger = LogFactory.getLog(ExecDnsRecords.class);

	/**
	 * Of processes, of memory, or of files, or a program that is just being written.
	 */
	private static final Pattern SHORTAGE = Pattern.compile("error[=:] ?(11|12|23|24|26)\\b");

	private static final int LONGEST_PATH = 300;

	private static final int SIGNALLED = 128;

	private static final int LAST_SIGNAL = 64;

	private final ExecSettings settings;

	private final String program;

	/**
	 * Scripts that were written for lego rely on being alone: they read, change and write
	 * a zone.
	 */
	private final ReentrantLock lock = new ReentrantLock(true);

	/**
	 * Create new records.
	 * @param settings the program, and how it is run
	 */
	public ExecDnsRecords(ExecSettings settings) {
		this.settings = settings;
		this.program = Line.of(settings.program(), LONGEST_PATH);
	}

	@Override
	public void publish(TxtRecord record) throws DnsRecordsException, InterruptedException {
		run("present", record);
	}

	@Override
	public void withdraw(TxtRecord record) throws DnsRecordsException, InterruptedException {
		run("cleanup", record);
	}

	@Override
	public int valuesPerName() {
		return this.settings.valuesPerName();
	}

	@Override
	public Duration settlingTime() {
		return this.settings.sequenceInterval();
	}

	@Override
	public String description() {
		return "program " + this.program;
	}

	private void run(String action, TxtRecord record) throws DnsRecordsException, InterruptedException {
		List<String> command = new ArrayList<>(this.settings.command());
		command.addAll(List.of(action, record.name() + ".", record.value()));
		String call = this.program + " " + action + " " + record.name() + ".";
		this.lock.lockInterruptibly();
		try {
			check(call, ProgramRun.of(this.settings, command));
		}
		catch (IOException ex) {
			String said = Line.of(ex.getMessage(), LONGEST_PATH);
			throw SHORTAGE.matcher(said).find() ? DnsRecordsException.passing(call + " cannot be run now: " + said, ex)
					: DnsRecordsException.lasting(call + " cannot be run: " + reason(said), ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void check(String call, ProgramRun run) throws DnsRecordsException {
		String printed = run.output().isEmpty() ? " and printed nothing" : " and printed last: " + run.output();
		Integer code = run.code();
		if (code == null) {
			throw DnsRecordsException.lasting(call + " was ended, since it ran for longer than "
					+ Span.of(this.settings.timeout()) + " (the property exec.timeout)," + printed, null);
		}
		if (code != 0) {
			throw DnsRecordsException.lasting(call + " ended with exit code " + code + hint(code) + printed, null);
		}
		if (logger.isDebugEnabled()) {
			logger.debug(call + " succeeded" + printed);
		}
	}

	private static String hint(int code) {
		if (code == 126) {
			return " (in a shell script: a command that it may not execute)";
		}
		if (code == 127) {
			return " (in a shell script: a command that it does not find)";
		}
		int signal = code - SIGNALLED;
		if (signal == 9) {
			return " (killed by signal 9, often for lack of memory)";
		}
		return (signal > 0 && signal <= LAST_SIGNAL) ? " (killed by signal " + signal + ")" : "";
	}

	/**
	 * The system says little more than a number.
	 */
	private String reason(String said) {
		try {
			Path path = Path.of(this.settings.program());
			if (path.getParent() == null && !path.isAbsolute()) {
				return "no such program is on the PATH of this application; say where it is, as the first part of "
						+ "the property exec.command";
			}
			if (!Files.exists(path)) {
				return "there is no such file, or the user of this application may not see it; correct the property "
						+ "exec.command";
			}
			if (Files.isDirectory(path)) {
				return "it is a directory; name a program in the property exec.command";
			}
			if (!Files.isExecutable(path)) {
				return "the user of this application may not execute it; make it executable (chmod +x), on a file "
						+ "system that is not mounted noexec";
			}
		}
		catch (InvalidPathException invalid) {
			return "that is no path; correct the property exec.command";
		}
		return said + "; if it is a script, what its first line names must be there, and that "
				+ "line must not end as on Windows";
	}

}
