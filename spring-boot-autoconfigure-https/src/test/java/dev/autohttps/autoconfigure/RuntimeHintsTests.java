package dev.autohttps.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import dev.autohttps.actuate.CertificateDescriptor;
import dev.autohttps.actuate.CertificatesDescriptor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The hints that an agent cannot find out, since it does not see into the JDK, or sees
 * only what a test asks for.
 */
@Tag("once")
class RuntimeHintsTests {

	private static final Path RESOURCES = Path.of("src/main/resources");

	private static RuntimeHints hints;

	@BeforeAll
	static void processAheadOfTime() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			TestPropertyValues.of("management.endpoints.web.exposure.include=certificates").applyTo(context);
			context.register(SslAutoConfiguration.class, DnsChallengesAutoConfiguration.class,
					AcmeAutoConfiguration.class, HttpsAutoConfiguration.class, EndpointAutoConfiguration.class,
					WebEndpointAutoConfiguration.class, CertificatesEndpointAutoConfiguration.class);
			TestGenerationContext generation = new TestGenerationContext(RuntimeHintsTests.class);
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
			hints = generation.getRuntimeHints();
		}
	}

	@Test
	void everyFileOfThePageIsKept() throws IOException {
		try (Stream<Path> files = Files.walk(RESOURCES.resolve("dev"))) {
			List<String> names = files.filter(Files::isRegularFile)
				.map((file) -> RESOURCES.relativize(file).toString().replace('\\', '/'))
				.toList();
			assertThat(names).hasSizeGreaterThan(3)
				.allMatch((name) -> RuntimeHintsPredicates.resource().forResource(name).test(hints));
		}
	}

	@Test
	void whatTheEndpointShowsCanBeWritten() {
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(CertificatesDescriptor.class, "certificates"))
			.accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(CertificateDescriptor.class, "keyType"))
			.accepts(hints);
	}

	@Test
	void theDnsClientOfTheJdkCanBeMadeByItsName() {
		String name = "com.sun.jndi.dns.DnsContextFactory";
		assertThat(ClassUtils.isPresent(name, null)).isTrue();
		assertThat(RuntimeHintsPredicates.reflection()
			.onType(TypeReference.of(name))
			.withMemberCategory(MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS)).accepts(hints);
	}

}
