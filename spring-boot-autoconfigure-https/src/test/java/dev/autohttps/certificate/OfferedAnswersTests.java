package dev.autohttps.certificate;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OfferedAnswersTests {

	private final OfferedAnswers answers = new OfferedAnswers();

	private final ChallengeAnswer first = new ChallengeAnswer("http-01", "shop.example", "one", "one.x");

	private final ChallengeAnswer second = new ChallengeAnswer("http-01", "shop.example", "two", "two.x");

	@Test
	void answersAreFoundByTypeAndNameUntilTheyAreWithdrawn() {
		this.answers.offer(List.of(this.first, this.second));
		assertThat(this.answers.find("http-01", "shop.example")).containsExactly(this.first, this.second);
		assertThat(this.answers.find("tls-alpn-01", "shop.example")).isEmpty();
		assertThat(this.answers.find("http-01", "www.shop.example")).isEmpty();
		this.answers.withdraw(List.of(this.first));
		assertThat(this.answers.find("http-01", "shop.example")).containsExactly(this.second);
	}

	@Test
	void offeringAndWithdrawingTwiceChangesNothing() {
		this.answers.offer(List.of(this.first));
		this.answers.offer(List.of(this.first));
		assertThat(this.answers.find("http-01", "shop.example")).hasSize(1);
		this.answers.withdraw(List.of(this.first, this.second));
		this.answers.withdraw(List.of(this.first));
		assertThat(this.answers.find("http-01", "shop.example")).isEmpty();
	}

}
