package dev.autohttps;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import dev.autohttps.autoconfigure.HttpsProperties;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The arrows of the design, and Boot's rules for auto-configurations.
 */
class ArchitectureTests {

	private static final String IMPORTS = "META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports";

	private static final List<String> TEST_IMPORTS = List.of(
			"org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient",
			"org.springframework.boot.resttestclient.autoconfigure.AutoConfigureTestRestTemplate",
			"org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient");

	private static JavaClasses main;

	@BeforeAll
	static void readTheClasses() {
		main = new ClassFileImporter().importPath(Path.of(source()));
	}

	@Test
	void theDomainKnowsTheJdkOnly() {
		classes().that(resideInAPackage("dev.autohttps.certificate"))
			.should()
			.onlyDependOnClassesThat(
					resideInAnyPackage("java..", "javax..", "org.jspecify..", "dev.autohttps.certificate"))
			.check(main);
	}

	@ParameterizedTest
	@CsvSource({ "certificate, certificate", "renewal, renewal certificate", "acme, acme certificate",
			"acme.dns, acme.dns acme certificate", "acme.dns.rfc2136, acme.dns.rfc2136 acme.dns certificate",
			"acme.dns.acmedns, acme.dns.acmedns acme.dns acme certificate",
			"acme.dns.exec, acme.dns.exec acme.dns certificate",
			"acme.dns.persist, acme.dns.persist acme.dns acme certificate", "local, local certificate",
			"doctor, doctor acme acme.dns acme.dns.persist certificate", "certbot, certbot acme certificate",
			"store.file, store.file certificate", "ssl, ssl certificate", "web, web certificate",
			"server.tomcat, server.tomcat ssl web", "server.jetty, server.jetty ssl web",
			"server.netty, server.netty ssl web", "actuate, actuate renewal certificate",
			"acme.connection, acme.connection", "testcontainers, testcontainers acme.connection",
			"docker.compose, docker.compose acme.connection", "testing, testing certificate" })
	void everyRoomKnowsTheInnerOnesOnly(String room, String known) {
		String[] rooms = Arrays.stream(known.split(" ")).map(ArchitectureTests::room).toArray(String[]::new);
		DescribedPredicate<JavaClass> others = resideInAPackage("dev.autohttps..")
			.and(DescribedPredicate.not(resideInAnyPackage(rooms)));
		noClasses().that(resideInAPackage(room(room))).should().dependOnClassesThat(others).check(main);
	}

	@Test
	void everyPackageIsOneOfTheRooms() {
		assertThat(packages().map(JavaPackage::getName)).containsOnly("dev.autohttps.certificate",
				"dev.autohttps.renewal", "dev.autohttps.acme", "dev.autohttps.acme.dns",
				"dev.autohttps.acme.dns.rfc2136", "dev.autohttps.acme.dns.acmedns", "dev.autohttps.acme.dns.exec",
				"dev.autohttps.acme.dns.persist", "dev.autohttps.local", "dev.autohttps.store.file",
				"dev.autohttps.doctor", "dev.autohttps.certbot", "dev.autohttps.ssl", "dev.autohttps.web",
				"dev.autohttps.server.tomcat", "dev.autohttps.server.jetty", "dev.autohttps.server.netty",
				"dev.autohttps.actuate", "dev.autohttps.autoconfigure", "dev.autohttps.acme.connection",
				"dev.autohttps.testcontainers", "dev.autohttps.docker.compose", "dev.autohttps.testing");
	}

	@Test
	void nobodyKnowsTheAutoConfiguration() {
		noClasses().that(resideOutsideOfPackage("dev.autohttps.autoconfigure"))
			.should()
			.dependOnClassesThat(resideInAPackage("dev.autohttps.autoconfigure"))
			.check(main);
	}

	@ParameterizedTest
	@ValueSource(strings = { "doctor", "certbot", "testing" })
	void onlyTheAutoConfigurationKnows(String room) {
		noClasses().that(resideOutsideOfPackages("dev.autohttps.autoconfigure", room(room)))
			.should()
			.dependOnClassesThat(resideInAPackage(room(room)))
			.check(main);
	}

	@Test
	void onlyTheUpdatesOfTheDnsKnowItsOptionalLibrary() {
		noClasses().that(resideOutsideOfPackage("dev.autohttps.acme.dns.rfc2136"))
			.should()
			.dependOnClassesThat(resideInAPackage("org.xbill.."))
			.check(main);
	}

	@Test
	void thereAreNoCyclesOfPackages() {
		SlicesRuleDefinition.slices().matching("dev.autohttps.(**)").should().beFreeOfCycles().check(main);
	}

	@Test
	void everyPackageIsNullMarked() {
		assertThat(packages()).allSatisfy((one) -> assertThat(one.isAnnotatedWith(NullMarked.class)).isTrue());
	}

	@Test
	void autoConfigurationsArePublicAndFinalAndNamedSo() {
		classes().that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.andShould()
			.haveSimpleNameEndingWith("AutoConfiguration")
			.check(main);
	}

	@Test
	void autoConfigurationsHaveNoPublicMembersButTheirConstructor() {
		classes().that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should(satisfy("have no public members",
					(type) -> assertThat(type.getMembers().stream().filter(ArchitectureTests::isOpen)).isEmpty()))
			.check(main);
	}

	@Test
	void autoConfigurationsAreListedInAlphabeticalOrder() {
		List<String> annotated = main.stream()
			.filter((type) -> type.isAnnotatedWith(AutoConfiguration.class))
			.map(JavaClass::getName)
			.filter((name) -> !testing().contains(name))
			.sorted()
			.toList();
		assertThat(listed(IMPORTS)).containsExactlyElementsOf(annotated);
	}

	/**
	 * Boot reads them where a test has the annotation of that name, and nowhere else.
	 */
	@Test
	void autoConfigurationsOfTestsAreListedForTheirAnnotation() {
		assertThat(testing()).hasSize(TEST_IMPORTS.size())
			.allSatisfy((name) -> assertThat(main.get(name).isAnnotatedWith(AutoConfiguration.class)).isTrue());
		assertThat(TEST_IMPORTS).allSatisfy((annotation) -> assertThat(Class.forName(annotation)).isAnnotation());
	}

	@Test
	void otherConfigurationsArePackagePrivateAndWithoutProxies() {
		classes().that()
			.areAnnotatedWith(Configuration.class)
			.and()
			.areNotAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePackagePrivate()
			.andShould(satisfy("have no proxies",
					(type) -> assertThat(type.getAnnotationOfType(Configuration.class).proxyBeanMethods()).isFalse()))
			.check(main);
	}

	@Test
	void beanMethodsArePackagePrivate() {
		methods().that().areAnnotatedWith(Bean.class).should().bePackagePrivate().check(main);
	}

	@Test
	void beanMethodsHaveNoConditionOnAClass() {
		methods().that().areAnnotatedWith(Bean.class).should().notBeAnnotatedWith(ConditionalOnClass.class).check(main);
	}

	@Test
	void beanMethodsDoNotRepeatTheirTypeInTheCondition() {
		methods().that()
			.areAnnotatedWith(Bean.class)
			.and()
			.areAnnotatedWith(ConditionalOnMissingBean.class)
			.should(satisfyMethod("name no type equal to that of the bean",
					(method) -> assertThat(method.getAnnotationOfType(ConditionalOnMissingBean.class).value())
						.extracting(Class::getName)
						.doesNotContain(method.getRawReturnType().getName())))
			.check(main);
	}

	@Test
	void beansThatAreNeededEarlyAreStatic() {
		DescribedPredicate<JavaClass> early = JavaClass.Predicates.assignableTo(BeanPostProcessor.class)
			.or(JavaClass.Predicates.assignableTo(BeanFactoryPostProcessor.class))
			.or(JavaClass.Predicates.assignableTo(SslBundleRegistrar.class));
		methods().that().areAnnotatedWith(Bean.class).and().haveRawReturnType(early).should().beStatic().check(main);
	}

	@Test
	void configurationPropertiesAreNamedByTheValueOfTheirAnnotation() {
		classes().that()
			.areAnnotatedWith(ConfigurationProperties.class)
			.should(satisfy("have no prefix attribute",
					(type) -> assertThat(type.getAnnotationOfType(ConfigurationProperties.class).prefix()).isEmpty()))
			.check(main);
	}

	@Test
	void nobodyChangesTheCaseOfATextByTheUsersLanguage() {
		noClasses().should()
			.callMethod(String.class, "toLowerCase")
			.orShould()
			.callMethod(String.class, "toUpperCase")
			.because("there are methods of that name that take a locale")
			.check(main);
	}

	@Test
	void nobodyChangesTheProvidersOfTheJvm() {
		noClasses().should(callAnyOf("java.security.Security", "addProvider", "insertProviderAt", "removeProvider"))
			.check(main);
	}

	@Test
	void nobodyLogsButThroughSpringsLogging() {
		noClasses().should().dependOnClassesThat(resideInAnyPackage("java.util.logging..", "org.slf4j..")).check(main);
	}

	@Test
	void nobodySleeps() {
		noClasses().should(callAnyOf("java.lang.Thread", "sleep")).check(main);
	}

	/**
	 * Each would outlive its application where that is started again in the same JVM.
	 */
	@Test
	void nobodyWaitsForTheEndOfTheJvm() {
		noClasses().should(callAnyOf("java.lang.Runtime", "addShutdownHook")).check(main);
	}

	@Test
	void nobodyWritesToTheConsole() {
		noClasses().should()
			.accessField(System.class, "out")
			.orShould()
			.accessField(System.class, "err")
			.orShould(callAnyOf("java.lang.Throwable", "printStackTrace"))
			.check(main);
	}

	private static String room(String name) {
		return "dev.autohttps." + name;
	}

	private static Stream<JavaPackage> packages() {
		Set<JavaPackage> packages = main.stream().map(JavaClass::getPackage).collect(Collectors.toSet());
		return packages.stream();
	}

	private static URI source() {
		return URI.create(HttpsProperties.class.getProtectionDomain().getCodeSource().getLocation().toString());
	}

	private static List<String> testing() {
		return TEST_IMPORTS.stream()
			.flatMap((annotation) -> listed("META-INF/spring/" + annotation + ".imports").stream())
			.toList();
	}

	private static List<String> listed(String imports) {
		try (InputStream content = source().resolve(imports).toURL().openStream()) {
			return new String(content.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A constant may be public, and so is the constructor that the compiler makes.
	 */
	private static boolean isOpen(JavaMember member) {
		return member.getModifiers().contains(JavaModifier.PUBLIC) && !member.getName().equals("<init>")
				&& !member.getModifiers().containsAll(Set.of(JavaModifier.STATIC, JavaModifier.FINAL));
	}

	private static ArchCondition<JavaClass> callAnyOf(String type, String... names) {
		return new ArchCondition<>("call " + String.join(" or ", names) + " of " + type) {

			@Override
			public void check(JavaClass item, ConditionEvents events) {
				item.getMethodCallsFromSelf()
					.stream()
					.filter((call) -> call.getTargetOwner().isAssignableTo(type)
							&& List.of(names).contains(call.getName()))
					.forEach((call) -> events.add(SimpleConditionEvent.satisfied(call, call.getDescription())));
			}

		};
	}

	private static ArchCondition<JavaClass> satisfy(String description, Consumer<JavaClass> assertion) {
		return condition(description, assertion);
	}

	private static ArchCondition<JavaMethod> satisfyMethod(String description, Consumer<JavaMethod> assertion) {
		return condition(description, assertion);
	}

	private static <T> ArchCondition<T> condition(String description, Consumer<T> assertion) {
		return new ArchCondition<>(description) {

			@Override
			public void check(T item, ConditionEvents events) {
				try {
					assertion.accept(item);
				}
				catch (AssertionError ex) {
					events.add(SimpleConditionEvent.violated(item, item + ": " + ex.getMessage()));
				}
			}

		};
	}

}
