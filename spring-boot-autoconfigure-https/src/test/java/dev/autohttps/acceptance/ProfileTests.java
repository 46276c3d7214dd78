package dev.autohttps.acceptance;

import java.time.Duration;
import java.time.Instant;

import dev.autohttps.acme.OrderSettings;
import dev.autohttps.certificate.CertificateSpec;
import dev.autohttps.certificate.FailureKind;
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.Issuance.Step;
import dev.autohttps.certificate.IssuanceException;
import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.Fault;
import dev.autohttps.test.FaultyAnswer;
import dev.autohttps.test.FaultyProxy;
import dev.autohttps.test.Pebble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Profiles that the CA offers, and such that it does not.
 */
@EnabledIfPebble
@Tag("acceptance")
@ExtendWith(OutputCaptureExtension.class)
class ProfileTests {

	private static final String NEW_ORDER = "POST /order-plz";

	private static final OrderSettings OPTIONAL = new OrderSettings(null, false);

	private static Pebble pebble;

	private static FaultyProxy proxy;

	private static OrderBench bench;

	@BeforeAll
	static void startPebble() throws Exception {
		pebble = Pebble.builder()
			.profile("classic", Duration.ofDays(90))
			.profile("shortlived", Duration.ofHours(160))
			.retryAfter(0, 0)
			.start();
		proxy = FaultyProxy.before(pebble);
		bench = new OrderBench(proxy.directoryUrl(), proxy.trustPem()).answeringHttp("127.0.0.1", pebble.httpPort());
	}

	@AfterAll
	static void stopPebble() throws Exception {
		bench.close();
		proxy.close();
		pebble.close();
	}

	@BeforeEach
	void heal() {
		proxy.heal();
		bench.with(OrderSettings.DEFAULT);
	}

	@Test
	void aProfileThatIsOfferedIsOrdered() throws Exception {
		Issuance issued = bench.run(begin("shortlived"));
		assertThat(OrderBench.certificate(issued).lifetime()).isLessThanOrEqualTo(Duration.ofHours(160));
		assertThat(issued.details()).containsEntry("profile", "shortlived");
	}

	@Test
	void oneThatIsNotIsToldWithTheProfilesThatAre() {
		int before = pebble.ordersPlaced();
		IssuanceException failure = failure(begin("shortlive"));
		assertThat(failure.getKind()).isEqualTo(FailureKind.ACTION_REQUIRED);
		assertThat(failure.isOrderSpoiled()).isFalse();
		assertThat(failure).hasMessageContaining("does not offer the profile 'shortlive'; it offers 'classic' (")
			.hasMessageContaining("'shortlived' (")
			.hasMessageContaining("https.acme.profile (or https.certificates.shop.profile)")
			.hasMessageContaining("https.acme.profile-required=false");
		assertThat(pebble.ordersPlaced()).isEqualTo(before);
	}

	@Test
	void oneThatIsNotRequiredIsDoneWithout(CapturedOutput output) throws Exception {
		Issuance issued = bench.with(OPTIONAL).run(begin("shortlive"));
		assertThat(issued.chain()).isNotEmpty();
		assertThat(issued.details()).containsEntry("profile-dropped", "shortlive").doesNotContainKey("profile");
		assertThat(output).containsOnlyOnce("does not offer the profile 'shortlive'")
			.contains("Certificate 'shop' is ordered without a profile");
	}

	@Test
	void oneThatTheCaRefusesAfterAllIsToldInItsOwnWords() {
		proxy.fault(Fault.answer(FaultyAnswer.problem(400, "invalidProfile", "for members only")).at(NEW_ORDER));
		IssuanceException failure = failure(begin("shortlived"));
		assertThat(failure.getKind()).isEqualTo(FailureKind.ACTION_REQUIRED);
		assertThat(failure).hasMessageContaining("refused the profile 'shortlived': for members only (invalidProfile)");
		assertThat(failure.getProblem()).isNotNull();
		assertThat(failure.getProblem().type()).isEqualTo("urn:ietf:params:acme:error:invalidProfile");
	}

	@Test
	void oneThatTheCaRefusesAndIsNotRequiredIsDoneWithoutAtOnce(CapturedOutput output) throws Exception {
		proxy.fault(
				Fault.answer(FaultyAnswer.problem(400, "invalidProfile", "for members only")).times(1).at(NEW_ORDER));
		Issuance issued = bench.with(OPTIONAL).run(begin("shortlived"));
		assertThat(issued.chain()).isNotEmpty();
		assertThat(issued.details()).containsEntry("profile-dropped", "shortlived").doesNotContainKey("profile");
		assertThat(output).containsOnlyOnce("is ordered without a profile");
	}

	@Test
	void anOrderForAnotherProfileIsReplacedAtOnce(CapturedOutput output) throws Exception {
		Issuance placed = bench.runUntil(Step.ORDER_PLACED, begin("classic"));
		Issuance changed = new Issuance(spec("shortlived"), placed.key(), placed.step(), placed.notBefore(),
				placed.details(), placed.answers(), placed.chain());
		assertThat(bench.run(changed).details()).containsEntry("profile", "shortlived");
		assertThat(output)
			.containsOnlyOnce("Certificate 'shop' is ordered once more: the order is for another profile");
	}

	private static IssuanceException failure(Issuance issuance) {
		return catchThrowableOfType(IssuanceException.class, () -> bench.run(issuance));
	}

	private static Issuance begin(String profile) {
		return Issuance.begin(spec(profile), Instant.now());
	}

	private static CertificateSpec spec(String profile) {
		CertificateSpec spec = OrderBench.spec("profile.test");
		return new CertificateSpec(spec.id(), spec.domains(), profile, spec.challenges());
	}

}
