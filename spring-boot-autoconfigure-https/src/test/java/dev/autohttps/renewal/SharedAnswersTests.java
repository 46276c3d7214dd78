package dev.autohttps.renewal;

import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.Issuance;
import dev.autohttps.certificate.Issuance.Step;
import dev.autohttps.certificate.TestClock;
import dev.autohttps.certificate.TestStore;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SharedAnswersTests {

	private static final ChallengeAnswer ANSWER = new ChallengeAnswer("http-01", "shop.example", "token", "content");

	private final TestClock clock = new TestClock();

	private final TestStore store = new TestStore();

	private final KeeperFixture fixture = new KeeperFixture(this.store, new TestIssuer(this.clock), this.clock);

	private final SharedAnswers answers = new SharedAnswers(this.fixture.answers, this.fixture.keepers());

	@Test
	void whatAnotherProcessOffersIsFoundInTheStore() {
		save();
		assertThat(this.fixture.answers.find("http-01", "shop.example")).isEmpty();
		assertThat(this.answers.find("http-01", "shop.example")).containsExactly(ANSWER);
		assertThat(this.answers.find("tls-alpn-01", "shop.example")).isEmpty();
	}

	@Test
	void whatThisProcessOffersIsThereOnce() {
		save();
		this.fixture.answers.offer(List.of(ANSWER));
		assertThat(this.answers.find("http-01", "shop.example")).containsExactly(ANSWER);
	}

	@Test
	void theStoreIsNotReadForANameThatIsNotOurs() {
		save();
		this.store.breakOn((operation) -> operation.startsWith("load"));
		assertThat(this.answers.find("http-01", "other.example")).isEmpty();
	}

	@Test
	void aStoreThatFailsIsNoReasonNotToAnswer() {
		this.fixture.answers.offer(List.of(ANSWER));
		this.store.breakOn((operation) -> operation.startsWith("load"));
		assertThat(this.answers.find("http-01", "shop.example")).containsExactly(ANSWER);
	}

	@Test
	void aRequestSetsNothingAside() {
		save();
		String key = this.store.list("issuances").get(0);
		this.store.put(key, "garbage".getBytes(StandardCharsets.UTF_8));
		assertThat(this.answers.find("http-01", "shop.example")).isEmpty();
		assertThat(this.store.list("")).containsExactly(key);
	}

	private void save() {
		Issuance begun = Issuance.begin(this.fixture.spec, TestClock.START)
			.offering(List.of(ANSWER))
			.after(Step.ANSWERS_OFFERED, TestClock.START);
		this.fixture.issuances().save("test-ca", begun);
	}

}
