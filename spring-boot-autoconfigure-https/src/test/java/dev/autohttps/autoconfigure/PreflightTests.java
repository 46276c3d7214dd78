package dev.autohttps.autoconfigure;

import java.nio.file.Path;
import java.util.List;

import dev.autohttps.acme.AcmeCertificateIssuer;
import dev.autohttps.acme.CertificateAuthority;
import dev.autohttps.certificate.Finding;
import dev.autohttps.certificate.Preflight;
import dev.autohttps.doctor.Doctor;
import dev.autohttps.doctor.DoctorMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who looks before an order is placed.
 */
class PreflightTests {

	@TempDir
	Path store;

	private ApplicationContextRunner application() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AcmeAutoConfiguration.class, HttpsAutoConfiguration.class))
			.withPropertyValues("https.store.directory=" + this.store);
	}

	@Test
	void thereIsADoctorForTheCa() {
		application().withPropertyValues("https.acme.terms-of-service-agreed=true").run((context) -> {
			assertThat(context).getBean(Preflight.class).isInstanceOf(Doctor.class);
			assertThat(context.getBean(AcmeCertificateIssuer.class)).isInstanceOf(CertificateAuthority.class);
		});
	}

	@Test
	void anotherPreflightTakesItsPlace() {
		List<Finding> findings = List.of(Finding.ok("test", "shop.example", "it is well"));
		Preflight own = (spec, issuer, occasion) -> findings;
		application().withBean(Preflight.class, () -> own)
			.run((context) -> assertThat(context.getBean(Preflight.class)).isSameAs(own));
	}

	@ParameterizedTest
	@CsvSource({ "enforce, ENFORCE", "warn, WARN", "off, OFF", "false, OFF" })
	void whatIsDoneAboutFindingsCanBeSaid(String value, DoctorMode mode) {
		application().withPropertyValues("https.acme.preflight=" + value)
			.run((context) -> assertThat(context.getBean(HttpsProperties.class).acme().preflight()).isEqualTo(mode));
	}

	@Test
	void ordersThatWouldFailAreNotPlacedUnlessSomebodySaysSo() {
		application().run((context) -> assertThat(context.getBean(HttpsProperties.class).acme().preflight())
			.isEqualTo(DoctorMode.ENFORCE));
	}

}
