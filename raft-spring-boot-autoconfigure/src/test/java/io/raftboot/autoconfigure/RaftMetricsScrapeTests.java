package io.raftboot.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Role;
import io.raftboot.core.node.Consistency;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.statemachine.CommitContext;
import io.raftboot.core.statemachine.Snapshot;
import io.raftboot.spring.RaftOperations;
import io.raftboot.spring.RaftStateMachine;
import io.raftboot.spring.ReplicatedService;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What Prometheus gets from three real nodes that had something to do; and that alerts,
 * dashboard and documentation speak of nothing else.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RaftMetricsScrapeTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Path DOCS = Path.of("..", "docs");

	private static final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	@TempDir
	static Path directory;

	@BeforeAll
	static void startAndWork() throws IOException {
		List<Integer> ports = freePorts(3);
		String peers = "n1@127.0.0.1:%d,n2@127.0.0.1:%d,n3@127.0.0.1:%d".formatted(ports.toArray());
		for (int i = 1; i <= 3; i++) {
			contexts.add(new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
				.logStartupInfo(false)
				.run("--raft.node-id=n" + i, "--raft.peers=" + peers, "--raft.data-dir=" + directory.resolve("n" + i),
						"--raft.health.max-fsync-time=0"));
		}
		work();
		RaftNode leader = leader().getBean(RaftNode.class);
		leader.snapshot().join();
		leader.administration().transferLeadership(null).join();
		work();
		awaitPeers();
	}

	@AfterAll
	static void stop() {
		contexts.forEach(ConfigurableApplicationContext::close);
	}

	private static void work() {
		leader();
		for (ConfigurableApplicationContext context : contexts) {
			RaftOperations raft = context.getBean(RaftOperations.class);
			raft.submitAndWait("a command");
			for (Consistency consistency : Consistency.values()) {
				raft.queryAndWait(consistency, () -> 0);
			}
		}
	}

	/** A leader whose peers have answered. */
	private static void awaitPeers() {
		await().atMost(PATIENCE).untilAsserted(() -> {
			for (String peer : others(leader())) {
				assertThat(scrape(leader()).sum("raft_replication_time_seconds_count", peer)).isPositive();
				assertThat(scrape(leader()).sum("raft_peer_rtt_seconds_count", peer)).isPositive();
			}
		});
	}

	@Test
	@Order(1)
	void namesTypesAndTagsAreFixed() throws IOException {
		for (ConfigurableApplicationContext context : contexts) {
			assertThat(meters(context)).containsExactlyElementsOf(golden("meters.txt"));
		}
	}

	@Test
	@Order(1)
	void samplesAndLabelsAreFixed() throws IOException {
		for (ConfigurableApplicationContext context : contexts) {
			List<String> samples = scrape(context).labels()
				.entrySet()
				.stream()
				.map((sample) -> sample.getKey() + " " + String.join(",", sample.getValue()))
				.toList();
			assertThat(samples).containsExactlyElementsOf(golden("samples.txt"));
		}
	}

	@Test
	@Order(1)
	void whatTheNodesDidIsInTheNumbers() {
		ConfigurableApplicationContext leading = leader();
		Scrape leader = scrape(leading);
		for (ConfigurableApplicationContext context : contexts) {
			Scrape node = scrape(context);
			assertThat(node.sum("raft_proposals_seconds_count", "outcome=\"ok\"")).isEqualTo(2);
			for (Consistency consistency : Consistency.values()) {
				assertThat(node.sum("raft_reads_seconds_count", "outcome=\"ok\"",
						"consistency=\"" + consistency.name().toLowerCase() + "\""))
					.isEqualTo(2);
			}
			assertThat(node.sum("raft_leader_known")).isOne();
			assertThat(node.sum("raft_role")).isOne();
			assertThat(node.sum("raft_role", "role=\"leader\"")).isEqualTo((context == leading) ? 1 : 0);
			assertThat(node.sum("raft_healthy")).isOne();
			assertThat(node.sum("raft_voters")).isEqualTo(3);
			assertThat(node.sum("raft_leader_changes_total")).isGreaterThanOrEqualTo(2);
			assertThat(node.sum("raft_log_fsync_seconds_count")).isPositive();
			assertThat(node.sum("raft_log_append_seconds_sum")).isPositive();
			assertThat(node.sum("raft_apply_batch_entries_sum")).isGreaterThanOrEqualTo(6);
			assertThat(node.sum("raft_index", "kind=\"applied\"")).isFinite().isGreaterThanOrEqualTo(8);
			assertThat(node.sum("raft_disk_free_bytes")).isFinite().isPositive();
			assertThat(node.sum("raft_transport_sent_bytes_total", "lane=\"control\"")).isPositive();
			assertThat(node.sum("raft_transport_frames_refused_total")).isZero();
			assertThat(node.sum("raft_election_timeout_seconds")).isEqualTo(0.5);
		}
		assertThat(leader.sum("raft_commit_time_seconds_count")).isPositive();
		assertThat(leader.sum("raft_failure_tolerance")).isOne();
		assertThat(leader.sum("raft_elections_total", "outcome=\"won\"")).isPositive();
		assertThat(total("raft_snapshot_seconds_count", "operation=\"take\"", "outcome=\"ok\"")).isOne();
		assertThat(total("raft_leadership_transfers_total", "outcome=\"ok\"")).isOne();
		assertThat(total("raft_snapshot_bytes")).isPositive();
		assertThat(total("raft_proposals_seconds_count", "outcome=\"error\"")).isZero();
		for (String peer : others(leading)) {
			assertThat(leader.sum("raft_replication_bytes_total", peer))
				.isGreaterThan(leader.sum("raft_replication_entries_total", peer));
		}
	}

	@Test
	@Order(1)
	void everyAlertAsksForWhatIsThereAndHasItsParagraph() throws IOException {
		Map<String, ?> file = new Yaml().load(Files.readString(DOCS.resolve("monitoring/prometheus-alerts.yml")));
		List<Map<String, ?>> rules = list(list(file.get("groups")).get(0).get("rules"));
		List<String> names = new ArrayList<>();
		List<Scrape> scrapes = scrapes();
		for (Map<String, ?> rule : rules) {
			String name = (String) rule.get("alert");
			names.add(name);
			assertAsksForWhatIsThere(name, (String) rule.get("expr"), scrapes);
			assertThat(rule.get("annotations")).as(name)
				.asInstanceOf(InstanceOfAssertFactories.map(String.class, String.class))
				.containsEntry("runbook", "docs/monitoring.md#" + name.toLowerCase())
				.containsKey("summary");
			assertThat(rule.get("labels")).as(name).isIn(Map.of("severity", "critical"), Map.of("severity", "warning"));
		}
		assertThat(names).doesNotHaveDuplicates()
			.contains("RaftNoLeader", "RaftLeaderChanges", "RaftNoFailureTolerance", "RaftReplicationLagGrows",
					"RaftFsyncSlow", "RaftDiskLow", "RaftDiverged");
		String runbook = Files.readString(DOCS.resolve("monitoring.md"));
		assertThat(found(Pattern.compile("(?m)^### (\\w+)\n\\S.{100,}$"), runbook))
			.containsExactlyInAnyOrderElementsOf(names);
	}

	@Test
	@Order(1)
	void everyPanelOfTheDashboardAsksForWhatIsThere() throws IOException {
		JsonNode dashboard = JsonMapper.shared()
			.readTree(Files.readString(DOCS.resolve("monitoring/grafana-dashboard.json")));
		List<Integer> ids = new ArrayList<>();
		List<Scrape> scrapes = scrapes();
		for (JsonNode panel : dashboard.get("panels")) {
			ids.add(panel.get("id").intValue());
			for (JsonNode target : panel.path("targets")) {
				String title = panel.get("title").asString();
				assertAsksForWhatIsThere(title, target.get("expr").asString(), scrapes);
				List<String> shown = found(Pattern.compile("\\{\\{(\\w+)}}"), target.get("legendFormat").asString());
				assertAsksForWhatIsThere(title,
						"sum by (" + String.join(", ", shown) + ") (" + target.get("expr").asString() + ")", scrapes);
			}
		}
		assertThat(ids).hasSizeGreaterThan(30).doesNotHaveDuplicates();
		for (JsonNode variable : dashboard.at("/templating/list")) {
			if (variable.get("type").asString().equals("query")) {
				String query = variable.get("definition").asString();
				assertAsksForWhatIsThere("variable",
						query.replaceAll("label_values\\((.*), (\\w+)\\)", "sum by ($2) ($1)"), scrapes);
			}
		}
	}

	@Test
	@Order(1)
	void theCatalogueIsComplete() throws IOException {
		String page = Files.readString(DOCS.resolve("monitoring.md"));
		List<String> documented = page.lines()
			.filter((line) -> line.startsWith("| `raft."))
			.map((line) -> line.substring(0, line.indexOf('|', 1)))
			.flatMap((cell) -> found(Pattern.compile("`(raft[a-z.]+)`"), cell).stream())
			.sorted()
			.toList();
		List<String> published = golden("meters.txt").stream()
			.map((line) -> line.substring(0, line.indexOf(' ')))
			.distinct()
			.sorted()
			.toList();
		assertThat(documented).containsExactlyElementsOf(published);
	}

	@Test
	@Order(2)
	void theMetersOfAPeerGoWhenItLeaves() {
		ConfigurableApplicationContext leading = leader();
		ConfigurableApplicationContext leaving = contexts.stream().filter((one) -> one != leading).findFirst().get();
		NodeId gone = leaving.getBean(RaftNode.class).status().nodeId();
		leading.getBean(RaftNode.class).administration().remove(gone).join();
		ConfigurableApplicationContext staying = contexts.stream()
			.filter((one) -> one != leading && one != leaving)
			.findFirst()
			.get();
		for (ConfigurableApplicationContext context : List.of(leading, staying)) {
			await().atMost(PATIENCE)
				.until(() -> !context.getBean(PrometheusMeterRegistry.class)
					.scrape()
					.contains("peer=\"" + gone + "\""));
			assertThat(scrape(context).labels()).containsKeys("raft_replication_lag_entries",
					"raft_replication_time_seconds_count");
		}
	}

	private static void assertAsksForWhatIsThere(String what, String expression, List<Scrape> scrapes) {
		PromQl asked = new PromQl(expression);
		assertThat(asked.samples()).as(what).isNotEmpty();
		for (Scrape scrape : scrapes) {
			assertThat(asked.missingIn(scrape)).as("%s: %s", what, expression).isEmpty();
		}
	}

	private static List<String> found(Pattern pattern, String text) {
		return pattern.matcher(text).results().map((MatchResult result) -> result.group(1)).toList();
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, ?>> list(Object node) {
		return (List<Map<String, ?>>) node;
	}

	private static Scrape scrape(ConfigurableApplicationContext context) {
		return new Scrape(context.getBean(PrometheusMeterRegistry.class).scrape());
	}

	private static List<Scrape> scrapes() {
		return contexts.stream().map(RaftMetricsScrapeTests::scrape).toList();
	}

	private static double total(String sample, String... labels) {
		return contexts.stream().mapToDouble((context) -> scrape(context).sum(sample, labels)).sum();
	}

	private static List<String> meters(ConfigurableApplicationContext context) {
		return context.getBean(MeterRegistry.class)
			.getMeters()
			.stream()
			.map(Meter::getId)
			.filter((id) -> id.getName().startsWith("raft."))
			.map((id) -> id.getName() + " " + id.getType() + " "
					+ id.getTags().stream().map(Tag::getKey).collect(Collectors.joining(",")))
			.distinct()
			.sorted()
			.toList();
	}

	private static List<String> golden(String name) throws IOException {
		try (InputStream file = RaftMetricsScrapeTests.class.getResourceAsStream("/metrics/" + name)) {
			return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
		}
	}

	private static ConfigurableApplicationContext leader() {
		return await().atMost(PATIENCE)
			.until(() -> contexts.stream()
				.filter((context) -> context.getBean(RaftNode.class).status().role() == Role.LEADER)
				.findFirst()
				.orElse(null), (found) -> found != null);
	}

	private static List<String> others(ConfigurableApplicationContext context) {
		String self = context.getBean(RaftNode.class).status().nodeId().value();
		return Stream.of("n1", "n2", "n3").filter((id) -> !id.equals(self)).map((id) -> "peer=\"" + id + "\"").toList();
	}

	private static List<Integer> freePorts(int count) throws IOException {
		List<ServerSocket> sockets = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			sockets.add(new ServerSocket(0));
		}
		List<Integer> ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
		for (ServerSocket socket : sockets) {
			socket.close();
		}
		return ports;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Counter.class)
	static class Application {

	}

	/** Answers with how many commands it has seen. */
	@RaftStateMachine
	static class Counter implements ReplicatedService<String, Integer> {

		private int count;

		@Override
		public Integer commit(String command, CommitContext context) {
			return ++this.count;
		}

		@Override
		public Snapshot snapshot() {
			int captured = this.count;
			return (target) -> target.write(captured);
		}

		@Override
		public void reset(long index, InputStream in) throws IOException {
			this.count = in.read();
		}

	}

}
