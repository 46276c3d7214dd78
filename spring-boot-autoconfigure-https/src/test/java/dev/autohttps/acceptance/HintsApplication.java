package dev.autohttps.acceptance;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.autohttps.renewal.CertificateKeepers;
import dev.autohttps.renewal.CertificateState;

import org.springframework.aot.agent.RecordedInvocation;
import org.springframework.aot.agent.RecordedInvocationsPublisher;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.aot.ContextAotProcessor;
import org.springframework.context.support.GenericApplicationContext;

/**
 * A {@link TestApplication} that obtains its certificates under an agent, and then says
 * what was done by reflection without a hint for it.
 */
final class HintsApplication {

	static final String UNEXPECTED = "Without a hint: ";

	static final String RECORDED = "Invocations recorded: ";

	private static final String JSON = "tools.jackson";

	/**
	 * Whose doing is looked at.
	 */
	static final List<String> WATCHED = List.of("dev.autohttps", "org.shredzone.acme4j", "org.jose4j",
			"org.bouncycastle", "org.xbill.DNS", HintsApplication.JSON);

	private HintsApplication() {
	}

	public static void main(String[] arguments) {
		Queue<RecordedInvocation> recorded = new ConcurrentLinkedQueue<>();
		RecordedInvocationsPublisher.addListener(recorded::add);
		obtain(Arrays.stream(arguments).map((argument) -> argument.substring("--".length())).toList());
		List<RecordedInvocation> watched = List.copyOf(recorded)
			.stream()
			.filter(HintsApplication::isOfInterest)
			.toList();
		RuntimeHints hints = new Processor(arguments).hints();
		Set<String> unexpected = new TreeSet<>();
		for (RecordedInvocation one : watched) {
			if (!one.matches(hints)) {
				unexpected.add(one.getMethodReference() + " " + (one.isStatic() ? "" : one.getInstance()) + " "
						+ one.getArguments() + " by " + caller(one));
			}
		}
		unexpected.forEach((line) -> System.out.println(UNEXPECTED + line));
		System.out.println(RECORDED + watched.size());
	}

	private static void obtain(List<String> properties) {
		try (RunningApplication application = RunningApplication.start(properties)) {
			CertificateKeepers keepers = application.context().getBean(CertificateKeepers.class);
			Await.until("all certificates are there", Duration.ofSeconds(60),
					() -> keepers.statuses().stream().allMatch((one) -> one.state() == CertificateState.VALID));
			try (TlsClient.Connection browser = TlsClient.trustingAnybody().connect(application.port(), null)) {
				browser.get("/actuator/certificates");
				browser.get("/actuator/certificates?asset=certificates.js");
			}
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Whatever is done by those that are watched, and what a writer of JSON does with
	 * ours.
	 */
	private static boolean isOfInterest(RecordedInvocation invocation) {
		String caller = caller(invocation);
		return WATCHED.stream().anyMatch(caller::startsWith) && (!caller.startsWith(JSON)
				|| String.valueOf(invocation.<Object>getInstance()).contains("dev.autohttps."));
	}

	private static String caller(RecordedInvocation invocation) {
		return invocation.getStackFrames()
			.map(StackWalker.StackFrame::getClassName)
			.filter((name) -> !name.startsWith("java.") && !name.startsWith("org.springframework.aot.agent.")
					&& !name.startsWith("org.springframework.core.io."))
			.findFirst()
			.orElse("");
	}

	/**
	 * What finds the hints for a native image of this application.
	 */
	private static final class Processor extends SpringApplicationAotProcessor {

		Processor(String[] arguments) {
			super(Main.class, settings(), arguments);
		}

		private static ContextAotProcessor.Settings settings() {
			Path nowhere = Path.of("target", "not-written");
			return ContextAotProcessor.Settings.builder()
				.sourceOutput(nowhere)
				.resourceOutput(nowhere)
				.classOutput(nowhere)
				.groupId("test")
				.artifactId("test")
				.build();
		}

		RuntimeHints hints() {
			System.setProperty(AbstractAotProcessor.AOT_PROCESSING, "true");
			TestGenerationContext generation = new TestGenerationContext(Main.class);
			try (GenericApplicationContext context = prepareApplicationContext(Main.class)) {
				new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
			}
			return generation.getRuntimeHints();
		}

	}

	/**
	 * Where it would begin.
	 */
	static final class Main {

		private Main() {
		}

		public static void main(String[] arguments) {
			SpringApplication.run(TestApplication.class, arguments);
		}

	}

}
