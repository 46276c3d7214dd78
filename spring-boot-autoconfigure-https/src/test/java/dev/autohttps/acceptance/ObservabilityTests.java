package dev.autohttps.acceptance;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.autohttps.server.TestServer;
import dev.autohttps.test.EnabledIfPebble;
import dev.autohttps.test.Pebble;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * The dashboard, the rules and the tables of docs/observability speak of what a real
 * application tells.
 */
@EnabledIfPebble
@Tag("acceptance")
class ObservabilityTests {

	private static final Path DOCUMENTS = Path.of("..", "docs", "observability");

	private static final Pattern METRIC = Pattern.compile("\\bhttps_\\w+");

	private static final Pattern SELECTOR = Pattern.compile("\\b(https_\\w+)\\{([^}]*)}");

	private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(=~|=|!=|!~)\\s*\"([^\"]*)\"");

	private static final Pattern GROUPING = Pattern.compile("\\b(?:by|on|without|ignoring) ?\\(([^)]*)\\)");

	/**
	 * Added by Prometheus itself.
	 */
	private static final List<String> OF_THE_TARGET = List.of("job", "instance");

	@TempDir
	static Path store;

	private static Scrape scrape;

	@BeforeAll
	static void obtainACertificate() throws Exception {
		try (Pebble pebble = Pebble.builder().start();
				ObservedApplication application = ObservedApplication
					.start(TestServer.TOMCAT, pebble, store, "https.domains=shop.test")
					.awaitCertificate()) {
			Await.until("the attempt was observed", Duration.ofSeconds(60),
					() -> application.scrape().sum("https_issuance_seconds_count") == 1);
			scrape = application.scrape();
		}
	}

	@Test
	void theDashboardSpeaksOfWhatIsThere() throws Exception {
		JsonNode dashboard = JsonMapper.shared().readTree(Files.readString(DOCUMENTS.resolve("dashboard.json")));
		List<String> queries = new ArrayList<>();
		for (JsonNode panel : dashboard.path("panels")) {
			assertThat(panel.path("targets")).as(panel.path("title").asString()).isNotEmpty();
			for (JsonNode target : panel.path("targets")) {
				String query = target.path("expr").asString();
				queries.add(query);
				assertThat(target.path("datasource").path("uid").asString()).isEqualTo("${datasource}");
				assertThatItIsThere(query, matches("\\{\\{(\\w+)}}", target.path("legendFormat").asString()));
			}
		}
		JsonNode variables = dashboard.path("templating").path("list");
		assertThat(variables.path(0).path("type").asString()).isEqualTo("datasource");
		for (JsonNode variable : variables) {
			String definition = variable.path("definition").asString("");
			if (!definition.isEmpty()) {
				assertThatItIsThere(definition, Set.of(variable.path("name").asString()));
			}
		}
		assertThat(used(queries)).contains("https_certificates", "https_certificate_expiry_seconds",
				"https_certificate_lifetime_remaining", "https_certificate_next_attempt_seconds",
				"https_certificate_attempts_total", "https_certificate_failures", "https_ca_requests_seconds_count");
	}

	@Test
	void theRulesSpeakOfWhatIsThere() throws Exception {
		List<Map<String, Object>> rules = rules();
		assertThat(rules).hasSizeGreaterThanOrEqualTo(5);
		for (Map<String, Object> rule : rules) {
			assertThatItIsThere((String) rule.get("expr"),
					matches("\\$labels\\.(\\w+)", String.valueOf(rule.get("annotations"))));
		}
	}

	@Test
	void theTableOfMetricsIsTrue() throws Exception {
		List<List<String>> rows = rows("https\\.[\\w.]+` \\| `https_\\w+");
		assertThat(rows).hasSize(8);
		for (List<String> row : rows) {
			String type = row.get(2);
			String name = names(row.get(1)).get(0) + (type.equals("timer") ? "_count" : "");
			List<String> tags = names(row.get(4)).stream().map((tag) -> tag.replace('.', '_')).toList();
			assertThat(scrape.named(name)).as(name)
				.isNotEmpty()
				.allSatisfy((sample) -> assertThat(sample.labels().keySet()).containsExactlyInAnyOrderElementsOf(tags));
			assertThat(scrape.text()).contains(
					"# TYPE " + names(row.get(1)).get(0) + " " + (type.equals("timer") ? "summary" : type) + "\n");
			if (!row.get(3).isEmpty()) {
				assertThat(names(row.get(1)).get(0)).endsWith("_" + row.get(3));
			}
		}
		Set<String> documented = rows.stream().map((row) -> names(row.get(1)).get(0)).collect(Collectors.toSet());
		Stream<String> told = Pattern.compile("# TYPE (https_\\w+) ")
			.matcher(scrape.text())
			.results()
			.map((result) -> result.group(1))
			.filter((name) -> !name.startsWith("https_issuance_") && !name.endsWith("_max"));
		assertThat(told).containsExactlyInAnyOrderElementsOf(documented);
	}

	@Test
	void theTableOfObservationsIsTrue() throws Exception {
		List<List<String>> rows = rows("https\\.issuance[\\w.]*` \\| `https issuance");
		assertThat(rows).hasSize(2);
		for (List<String> row : rows) {
			List<String> keys = new ArrayList<>(names(row.get(2)));
			keys.add("error");
			String name = names(row.get(0)).get(0).replace('.', '_') + "_seconds_count";
			assertThat(scrape.named(name)).isNotEmpty()
				.allSatisfy((sample) -> assertThat(sample.labels().keySet()).containsExactlyInAnyOrderElementsOf(keys));
		}
	}

	@Test
	void theOtherMetricsThatAreNamedAreThere() throws Exception {
		assertThat(Files.readString(DOCUMENTS.resolve("metrics.md")))
			.contains("`https.issuance.active` and `https.issuance.step.active`")
			.contains("`ssl.chain.expiry`");
		assertThat(scrape.text()).contains("\nhttps_issuance_active_seconds_", "\nhttps_issuance_step_active_seconds_",
				"\nssl_chain_expiry_seconds{");
		assertThat(scrape.named("https_issuance_seconds_count"))
			.allSatisfy((sample) -> assertThat(sample.has("error=none")).isTrue());
	}

	@Test
	void theTableOfAlertsIsTrue() throws Exception {
		List<String> documented = rows("Https\\w+").stream()
			.map((row) -> names(row.get(0)).get(0) + row.get(1))
			.toList();
		assertThat(rules().stream().map((rule) -> "" + rule.get("alert") + severity(rule)))
			.containsExactlyElementsOf(documented);
	}

	@ParameterizedTest
	@ValueSource(strings = { "check rules alerts.yml", "test rules alerts.test.yml" })
	void promtoolIsContent(String arguments) throws Exception {
		List<String> command = new ArrayList<>(List.of(promtool().toString()));
		command.addAll(List.of(arguments.split(" ")));
		Process process = new ProcessBuilder(command).directory(DOCUMENTS.toFile()).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes());
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).as(output).isZero();
		assertThat(output).contains("SUCCESS");
	}

	private static Path promtool() {
		for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
			Path file = Path.of(folder, "promtool");
			if (Files.isExecutable(file)) {
				return file;
			}
		}
		String ci = System.getenv("CI");
		if (ci != null && !ci.isEmpty() && !ci.equalsIgnoreCase("false")) {
			fail("There is no promtool on the PATH; with CI set that is an error");
		}
		return Assumptions.abort("There is no promtool on the PATH");
	}

	private static void assertThatItIsThere(String query, Collection<String> labels) {
		Set<String> metrics = used(List.of(query));
		assertThat(metrics).as(query).isNotEmpty();
		Set<String> known = new TreeSet<>(OF_THE_TARGET);
		for (String metric : metrics) {
			assertThat(scrape.named(metric)).as(metric + " in " + query).isNotEmpty();
			known.addAll(labels(metric));
		}
		SELECTOR.matcher(query).results().forEach(ObservabilityTests::assertThatItCanBeSelected);
		GROUPING.matcher(query)
			.results()
			.flatMap((grouping) -> Arrays.stream(grouping.group(1).split(", ?")))
			.forEach((label) -> assertThat(known).as(query).contains(label));
		assertThat(known).as(query).containsAll(labels);
	}

	/**
	 * A state that never is would never be alerted about.
	 */
	private static void assertThatItCanBeSelected(MatchResult selector) {
		String metric = selector.group(1);
		MATCHER.matcher(selector.group(2)).results().forEach((matcher) -> {
			String label = matcher.group(1);
			if (!OF_THE_TARGET.contains(label)) {
				assertThat(labels(metric)).contains(label);
			}
			if (label.equals("state")) {
				assertThat(scrape.named(metric)).extracting((sample) -> sample.labels().get("state"))
					.contains(matcher.group(3).split("\\|"));
			}
		});
	}

	private static Set<String> labels(String metric) {
		return scrape.named(metric)
			.stream()
			.flatMap((sample) -> sample.labels().keySet().stream())
			.collect(Collectors.toSet());
	}

	private static Set<String> used(Collection<String> queries) {
		return queries.stream()
			.flatMap((query) -> METRIC.matcher(query).results())
			.map(MatchResult::group)
			.collect(Collectors.toSet());
	}

	private static List<String> matches(String pattern, String text) {
		return Pattern.compile(pattern).matcher(text).results().map((result) -> result.group(1)).toList();
	}

	/**
	 * The rows of a table in the document whose first cell begins like this.
	 */
	private static List<List<String>> rows(String first) throws IOException {
		return Files.readAllLines(DOCUMENTS.resolve("metrics.md"))
			.stream()
			.filter((line) -> Pattern.compile("^\\| `" + first).matcher(line).find())
			.map((line) -> Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList())
			.toList();
	}

	private static List<String> names(String cell) {
		return matches("`([^`]+)`", cell);
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> rules() throws IOException {
		Map<String, Object> file = new Yaml().load(Files.readString(DOCUMENTS.resolve("alerts.yml")));
		return ((List<Map<String, Object>>) file.get("groups")).stream()
			.flatMap((group) -> ((List<Map<String, Object>>) group.get("rules")).stream())
			.toList();
	}

	private static Object severity(Map<String, Object> rule) {
		return ((Map<?, ?>) rule.get("labels")).get("severity");
	}

}
