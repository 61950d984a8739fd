package io.raftboot.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

import io.raftboot.sample.KeyValueModel.Request;
import io.raftboot.sample.KeyValueModel.Response;
import io.raftboot.test.linearizability.LinearizabilityChecker;
import io.raftboot.test.linearizability.Operation;
import io.raftboot.test.linearizability.Verdict;

import static org.assertj.core.api.Assertions.assertThat;

/** What must be true of a cluster after a workload, all nodes being up again. */
final class ClusterCheck {

	private static final Duration CHECK_LIMIT = Duration.ofSeconds(60);

	private final ProcessCluster cluster;

	private final Workload workload;

	private ClusterCheck(ProcessCluster cluster, Workload workload) {
		this.cluster = cluster;
		this.workload = workload;
	}

	static void everythingHolds(ProcessCluster cluster, Workload workload) {
		ClusterCheck check = new ClusterCheck(cluster, workload);
		cluster.nodes().forEach(cluster::awaitCaughtUp);
		Map<String, Response> items = check.readOnEveryNode();
		check.everyAcknowledgedAppendIsThereOnce(items);
		check.historyIsLinearizable();
	}

	private Map<String, Response> readOnEveryNode() {
		TreeSet<String> keys = new TreeSet<>();
		this.workload.history().operations().forEach((operation) -> keys.add(operation.input().key()));
		// The first append to a list may have been refused: the history does not name it.
		this.workload.appended().keySet().forEach((listAndElement) -> keys.add(list(listAndElement)));
		Map<String, Response> items = new TreeMap<>();
		for (String key : keys) {
			for (NodeProcess node : this.cluster.nodes()) {
				// On a busy machine there may be an election meanwhile
				Response read = ProcessCluster.await(key + " at " + node)
					.until(() -> this.workload.send("check-" + node.id(), node, new Request(key, null)),
							Objects::nonNull);
				Response local = local(node, key);
				assertThat(local).as("%s at %s, local", key, node).isEqualTo(read);
				assertThat(read).as("%s at %s", key, node).isEqualTo(items.getOrDefault(key, read));
				items.put(key, read);
			}
		}
		return items;
	}

	private static Response local(NodeProcess node, String key) {
		HttpApi.Answer answer = node.api().send("GET", "/kv/" + key + "?consistency=local", null);
		return (answer.status() == 200) ? new Response(200, answer.value(), answer.revision())
				: new Response(answer.status(), null, 0);
	}

	private void everyAcknowledgedAppendIsThereOnce(Map<String, Response> items) {
		this.workload.appended().forEach((listAndElement, acknowledged) -> {
			Object value = items.get(list(listAndElement)).value();
			int count = Collections.frequency((value != null) ? (List<?>) value : List.of(),
					listAndElement.substring(list(listAndElement).length() + 1));
			assertThat(count).as("%s, acknowledged: %s", listAndElement, acknowledged)
				.isBetween(acknowledged ? 1 : 0, 1);
		});
	}

	private static String list(String listAndElement) {
		return listAndElement.substring(0, listAndElement.indexOf('/'));
	}

	private void historyIsLinearizable() {
		List<Operation<Request, Response>> operations = this.workload.history().operations();
		long startNanos = System.nanoTime();
		Verdict verdict = new LinearizabilityChecker(CHECK_LIMIT).check(new KeyValueModel(), operations);
		System.out.printf("%s: %s; %d operations %s, checked in %d ms%n", this.cluster.name(), this.workload,
				operations.size(), verdict.outcome(), (System.nanoTime() - startNanos) / 1_000_000);
		if (!verdict.isLinearizable()) {
			keep(operations);
		}
		assertThat(verdict.outcome()).as(verdict.explanation()).isEqualTo(Verdict.Outcome.LINEARIZABLE);
	}

	private void keep(List<Operation<Request, Response>> operations) {
		Path file = this.cluster.directory().resolve("history.txt");
		try {
			Files.write(file, operations.stream().map(Operation::toString).toList());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
