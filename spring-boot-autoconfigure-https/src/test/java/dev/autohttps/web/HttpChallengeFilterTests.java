package dev.autohttps.web;

import java.util.List;
import java.util.Map;

import dev.autohttps.certificate.ChallengeAnswer;
import dev.autohttps.certificate.OfferedAnswers;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

class HttpChallengeFilterTests {

	private final OfferedAnswers answers = new OfferedAnswers();

	private final HttpChallengeFilter filter = new HttpChallengeFilter(new ChallengeResponder(this.answers));

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	private final MockFilterChain chain = new MockFilterChain();

	@Test
	void theQuestionIsAnsweredAheadOfTheApplication() throws Exception {
		this.answers.offer(List.of(new ChallengeAnswer("http-01", "shop.example", "token", "token.thumb")));
		this.filter.doFilter(request("/.well-known/acme-challenge/token"), this.response, this.chain);
		assertThat(this.chain.getRequest()).isNull();
		assertThat(this.response.getStatus()).isEqualTo(200);
		assertThat(this.response.getContentType()).startsWith("text/plain");
		assertThat(this.response.getContentLength()).isEqualTo("token.thumb".length());
		assertThat(this.response.getContentAsString()).isEqualTo("token.thumb");
	}

	@Test
	void everythingElsePassesUntouched() throws Exception {
		MockHttpServletRequest request = request("/.well-known/acme-challenge/token");
		this.filter.doFilter(request, this.response, this.chain);
		assertThat(this.chain.getRequest()).isSameAs(request);
		assertThat(this.chain.getResponse()).isSameAs(this.response);
		assertThat(this.response.getHeaderNames()).isEmpty();
	}

	@Test
	void anAnswerWithoutABodyHasNoType() throws Exception {
		HttpChallengeFilter.write(new HttpAnswer(308, Map.of("Location", "https://shop.example/"), ""), this.response);
		assertThat(this.response.getHeader("Location")).isEqualTo("https://shop.example/");
		assertThat(this.response.getContentType()).isNull();
		assertThat(this.response.getContentLength()).isZero();
	}

	private static MockHttpServletRequest request(String path) {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
		request.addHeader("Host", "shop.example");
		return request;
	}

}
