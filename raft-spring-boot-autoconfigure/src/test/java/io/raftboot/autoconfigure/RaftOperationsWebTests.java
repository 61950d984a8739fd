package io.raftboot.autoconfigure;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** What an operator does over HTTP, with real nodes; asked is mostly a follower. */
class RaftOperationsWebTests {

	@TempDir
	private static Path directory;

	private static WebCluster cluster;

	@BeforeAll
	static void start() throws Exception {
		cluster = new WebCluster(directory, 3, "--management.endpoint.raft.access=unrestricted",
				"--raft.proposal-timeout=5s");
		cluster.submit(0, "count");
	}

	@AfterAll
	static void stop() {
		cluster.close();
	}

	@Test
	void leadershipIsHandedOverAndBack() throws Exception {
		lead(0);
		JsonNode there = done(1, "transfer", "{\"target\":\"n2\",\"timeoutMillis\":5000}");
		assertThat(there.get("leader").asString()).isEqualTo("n2");
		assertThat(there.at("/view/role").asString()).isEqualTo("LEADER");
		JsonNode back = done(2, "transfer", "{\"target\":\"n1\"}");
		assertThat(back.get("leader").asString()).isEqualTo("n1");
		assertThat(back.get("leaderAddress").asString()).isEqualTo(cluster.address(0));
	}

	@Test
	void theLeaderStepsDown() throws Exception {
		lead(0);
		long term = cluster.status(0).term();
		done(1, "step-down", "{}");
		cluster.await(0, (status) -> status.role() == Role.LEADER && status.term() > term);
	}

	@Test
	void aDryRunChangesNothing() throws Exception {
		lead(0);
		long index = cluster.status(0).membershipIndex();
		long term = cluster.status(0).term();
		done(1, "step-down", "{\"dryRun\":true}");
		done(1, "transfer", "{\"target\":\"n2\",\"dryRun\":true}");
		done(1, "remove", "{\"id\":\"n3\",\"dryRun\":true}");
		done(1, "demote", "{\"id\":\"n3\",\"dryRun\":\"true\"}");
		done(1, "set-address", "{\"id\":\"n3\",\"address\":\"127.0.0.1:9\",\"dryRun\":true}");
		done(1, "snapshot", "{\"dryRun\":true}");
		done(1, "verify", "{\"dryRun\":true}");
		JsonNode answer = done(1, "add-learner", "{\"id\":\"n9\",\"address\":\"127.0.0.1:9\",\"dryRun\":true}");
		assertThat(answer.get("dryRun").asBoolean()).isTrue();
		assertThat(answer.at("/view/configuration/learners")).isEmpty();
		refused(409, 1, "add-learner", "{\"id\":\"n1\",\"address\":\"127.0.0.1:9\",\"dryRun\":true}", "is a voter");
		refused(404, 1, "remove", "{\"id\":\"n9\",\"dryRun\":true}", "n9 is not a member");
		assertThat(cluster.status(0).membershipIndex()).isEqualTo(index);
		assertThat(cluster.status(0).term()).isEqualTo(term);
		assertThat(cluster.status(1).snapshotIndex()).isZero();
	}

	@Test
	void aVoterIsDemotedAndPromoted() throws Exception {
		lead(0);
		JsonNode demoted = done(1, "demote", "{\"id\":\"n3\"}");
		assertThat(demoted.at("/view/configuration/learners/0").asString()).isEqualTo("n3");
		assertThat(demoted.get("index").asLong()).isEqualTo(demoted.at("/view/configuration/index").asLong());
		HttpResponse<String> promoted = post(1, "promote", "{\"id\":\"n3\"}");
		assertThat(promoted.statusCode()).as(promoted.body()).isIn(200, 202);
		cluster.awaitAll((status) -> status.membership().isVoter(NodeId.of("n3")) && !status.membership().isJoint());
	}

	@Test
	void aNodeThatDoesNotRunYetIsLetInMovedAndTakenOut() throws Exception {
		lead(0);
		JsonNode added = done(1, "add-learner", "{\"id\":\"n9\",\"address\":\"127.0.0.1:9\"}");
		assertThat(added.at("/view/configuration/learners/0").asString()).isEqualTo("n9");
		JsonNode moved = done(2, "set-address", "{\"id\":\"n9\",\"address\":\"127.0.0.1:8\"}");
		assertThat(moved.at("/view/peers/3/address").asString()).isEqualTo("127.0.0.1:8");
		HttpResponse<String> promoted = post(1, "promote", "{\"id\":\"n9\"}");
		assertThat(promoted.statusCode()).as(promoted.body()).isEqualTo(202);
		assertThat(WebCluster.json(promoted).get("outcome").asString()).isEqualTo("RUNNING");
		assertThat(WebCluster.json(promoted).get("message").asString()).contains("as soon as it has caught up");
		JsonNode removed = done(1, "remove", "{\"id\":\"n9\"}");
		assertThat(removed.at("/view/peers")).hasSize(3);
	}

	@Test
	void aSnapshotIsTakenOfTheAskedNode() throws Exception {
		cluster.submit(2, "count");
		JsonNode answer = done(2, "snapshot", "{}");
		assertThat(answer.get("index").asLong()).isPositive().isEqualTo(answer.at("/view/snapshot/index").asLong());
	}

	@Test
	void statesAreCompared() throws Exception {
		lead(0);
		JsonNode answer = done(1, "verify", "{}");
		JsonNode verification = answer.get("verification");
		assertThat(verification.get("verdict").asString()).isEqualTo("EQUAL");
		assertThat(verification.get("members").asInt()).isEqualTo(3);
		assertThat(verification.get("reporters").asInt()).isEqualTo(3);
		assertThat(verification.get("commitIndex").asLong()).isPositive().isLessThan(answer.get("index").asLong());
		assertThat(verification.get("divergences")).isEmpty();
	}

	@Test
	void aDifferenceIsFoundAndTold() throws Exception {
		lead(0);
		WebCluster.Counter counter = cluster.context(2).getBean(WebCluster.Counter.class);
		counter.count.addAndGet(100);
		try {
			JsonNode answer = done(1, "verify", "{}");
			assertThat(answer.at("/verification/verdict").asString()).isEqualTo("DIFFERENT");
			JsonNode divergence = answer.at("/view/divergences/0");
			assertThat(divergence.get("machine").asString()).isEqualTo("counter");
			assertThat(divergence.get("verdict").asString()).isEqualTo("MAJORITY");
			assertThat(divergence.at("/sides/1/nodes/0").asString()).isEqualTo("n3");
			cluster.await(2, (status) -> !status.divergences().isEmpty());
			JsonNode wrong = WebCluster.json(cluster.get(2, "raft"));
			assertThat(wrong.at("/divergences/0/verdict").asString()).isEqualTo("MINORITY");
			assertThat(wrong.at("/reasons/0").asString()).isEqualTo("STATE_DIFFERS");
		}
		finally {
			counter.count.addAndGet(-100);
		}
		assertThat(done(1, "verify", "{}").at("/verification/verdict").asString()).isEqualTo("EQUAL");
	}

	@Test
	void whatIsMissingOrWrongIsABadParameter() throws Exception {
		refused(400, 1, "promote", "{}", "needs 'id'");
		refused(400, 1, "remove", "{\"id\":\"a b\"}", "contains ' '");
		refused(400, 1, "transfer", "{\"target\":\"\"}", "needs 'target'");
		refused(400, 1, "add-learner", "{\"id\":\"n9\"}", "needs 'address'");
		refused(400, 1, "set-address", "{\"id\":\"n2\",\"address\":\"nowhere\"}", "write host:port");
		refused(400, 1, "transfer", "{\"timeoutMillis\":0}", "not from 1 to");
		assertThat(post(1, "transfer", "{\"timeoutMillis\":\"soon\"}").statusCode()).isEqualTo(400);
		assertThat(post(1, "transfer", "{").statusCode()).isEqualTo(400);
	}

	/** Also where nobody says how long it is, and however the path is spelled. */
	@Test
	void aBodyThatIsTooLongIsNotReadToItsEnd() throws Exception {
		String padding = "x".repeat(9000);
		HttpResponse<String> response = post(1, "transfer", "{\"target\":\"n2\",\"more\":\"" + padding + "\"}");
		assertThat(response.statusCode()).isEqualTo(413);
		JsonNode answer = WebCluster.json(response);
		assertThat(answer.get("outcome").asString()).isEqualTo("TOO_LARGE");
		assertThat(answer.get("operation").asString()).isEqualTo("transfer");
		assertThat(answer.get("message").asString()).contains("8192 bytes");
		for (String path : List.of("/actuator/raft/default/verify", "/actuator/%72aft/default/verify",
				"/actuator/raft;x=y/default/verify")) {
			assertThat(beginningOfAnEndlessBody(path)).as(path).isEqualTo("HTTP/1.1 413");
		}
	}

	private static String beginningOfAnEndlessBody(String path) throws IOException {
		try (Socket socket = new Socket("127.0.0.1", cluster.port(1))) {
			socket.setSoTimeout(20_000);
			socket.getOutputStream()
				.write(("POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
						+ "Transfer-Encoding: chunked\r\n\r\n2800\r\n" + " ".repeat(0x2800))
					.getBytes(StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
		}
	}

	@Test
	void deepJsonAndOtherTypesAreRefused() throws Exception {
		assertThat(post(1, "transfer", "{\"target\":" + "[".repeat(3000)).statusCode()).isEqualTo(400);
		assertThat(post(1, "transfer", "{\"target\":{\"a\":1}}").statusCode()).isEqualTo(400);
		assertThat(
				cluster.post(1, "raft/default/transfer", "target=n2", "application/x-www-form-urlencoded").statusCode())
			.isEqualTo(415);
	}

	@Test
	void whatIsNotThereIsUnknown() throws Exception {
		refused(404, 1, "demote", "{\"id\":\"n9\"}", "n9 is not a member");
		refused(404, 1, "transfer", "{\"target\":\"n9\"}", "n9 is not a voter");
		refused(404, 1, "explode", "{}", "no operation 'explode', only transfer, step-down");
		HttpResponse<String> other = cluster.post(1, "raft/other/verify", "{}");
		assertThat(other.statusCode()).isEqualTo(404);
		assertThat(other.body()).contains("There is no group 'other'");
	}

	@Test
	void whatCannotBeIsRefusedWithTheReason() throws Exception {
		lead(0);
		refused(409, 1, "add-learner", "{\"id\":\"n1\",\"address\":\"127.0.0.1:9\"}", "is a voter");
		refused(409, 1, "set-address", "{\"id\":\"n2\",\"address\":\"0.0.0.0:7000\"}", "listen on");
		refused(409, 1, "set-address", "{\"id\":\"n2\",\"address\":\"" + cluster.address(0) + "\"}", "same address");
	}

	/** After a test that has moved it. */
	private static void lead(int node) throws Exception {
		if (cluster.status(node).role() != Role.LEADER) {
			cluster.await(node, (status) -> status.leader() != null);
			done(node, "transfer", "{\"target\":\"n" + (node + 1) + "\"}");
		}
		NodeId leader = NodeId.of("n" + (node + 1));
		cluster.awaitAll((status) -> leader.equals(status.leader()));
	}

	private static JsonNode done(int node, String operation, String body) throws Exception {
		HttpResponse<String> response = post(node, operation, body);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		JsonNode answer = WebCluster.json(response);
		assertThat(answer.get("outcome").asString()).isEqualTo("DONE");
		assertThat(answer.get("operation").asString()).isEqualTo(operation);
		return answer;
	}

	private static void refused(int status, int node, String operation, String body, String message) throws Exception {
		HttpResponse<String> response = post(node, operation, body);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		JsonNode answer = WebCluster.json(response);
		assertThat(answer.get("message").asString()).contains(message);
		assertThat(answer.at("/view/node").asString()).isEqualTo("n" + (node + 1));
	}

	private static HttpResponse<String> post(int node, String operation, String body) throws Exception {
		return cluster.post(node, "raft/default/" + operation, body);
	}

}
