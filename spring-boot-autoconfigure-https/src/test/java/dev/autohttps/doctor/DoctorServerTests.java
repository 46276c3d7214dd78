package dev.autohttps.doctor;

import java.nio.file.Path;
import java.util.List;

import dev.autohttps.RunningApplication;
import dev.autohttps.TestApplication;
import dev.autohttps.acme.ChallengeSolvers;
import dev.autohttps.certificate.Finding;
import dev.autohttps.certificate.OfferedAnswers;
import dev.autohttps.certificate.Preflight.Occasion;
import dev.autohttps.certificate.Severity;
import dev.autohttps.server.TestServer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A doctor asks each server as a CA would, and is answered as a CA is.
 */
class DoctorServerTests {

	@TempDir
	Path store;

	@ParameterizedTest
	@EnumSource(value = TestServer.class, names = { "TOMCAT", "JETTY", "NETTY" })
	void theApplicationFindsItselfOnBothPorts(TestServer server) throws Exception {
		try (Ward ward = new Ward();
				RunningApplication application = RunningApplication.start(this.store, TestApplication.class,
						server.properties().toArray(String[]::new))) {
			ward.challenges = List.of("http-01", "tls-alpn-01");
			ward.addresses(Ward.IPV4)
				.route(Ward.IPV4, 80, application.plainPort())
				.route(Ward.IPV4, 443, application.port());
			Doctor doctor = new Doctor(ward.store, application.bean(OfferedAnswers.class),
					application.bean(ChallengeSolvers.class), DoctorMode.ENFORCE, ward.surroundings());
			assertThat(doctor.check(ward.spec(), ward.ca, Occasion.ON_DEMAND))
				.allMatch((one) -> one.severity() == Severity.OK)
				.extracting(Finding::check)
				.contains("http-01", "tls-alpn-01");
		}
	}

}
