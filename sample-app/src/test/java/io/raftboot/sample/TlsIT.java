package io.raftboot.sample;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.Role;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftNodeOptions;
import io.raftboot.core.statemachine.CommitContext;
import io.raftboot.core.statemachine.StateMachine;
import io.raftboot.core.transport.PeerTls;
import io.raftboot.test.transport.TestAuthority;
import io.raftboot.test.transport.TestIdentity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Three processes talk over mutual TLS: strangers are refused with a line each, all
 * certificates and their authority are replaced under load without a restart, nothing is
 * lost, and no secret is shown.
 */
class TlsIT {

	private static final String CHANGED = "The keys for connections between nodes have changed";

	private final TestAuthority authority = TestAuthority.create("cluster");

	private final TestAuthority otherAuthority = TestAuthority.create("next");

	private final TestIdentity identity = this.authority.issue("node");

	private final TestIdentity otherIdentity = this.otherAuthority.issue("next-node");

	private final List<BundleFiles> bundles = new ArrayList<>();

	@Test
	void strangersStayOutsideAndKeysAreReplacedUnderLoad() throws Exception {
		long seed = Long.getLong("seed", System.nanoTime());
		System.out.println("tls: -Dseed=" + seed);
		try (ProcessCluster cluster = ProcessCluster.of("tls", 3, "--management.endpoints.web.exposure.include=*");
				Workload workload = new Workload(cluster.nodes())) {
			start(cluster);
			workload.start(3, seed);
			workload.awaitProgress(50);
			refuseStrangers(cluster);
			workload.awaitProgress(50);
			replaceKeys(cluster, workload);
			assertOnlyTheNewAuthorityCounts(cluster.nodes().get(0));
			workload.stop();
			ClusterCheck.everythingHolds(cluster, workload);
			cluster.nodes().forEach(this::assertShowsNoSecret);
		}
	}

	private void start(ProcessCluster cluster) {
		for (NodeProcess node : cluster.nodes()) {
			BundleFiles files = new BundleFiles(cluster.directory().resolve("bundle-" + node.id()));
			files.identity(this.identity);
			files.trust(this.authority);
			this.bundles.add(files);
			node.start(files.settings());
		}
		cluster.awaitLeader();
	}

	private void refuseStrangers(ProcessCluster cluster) {
		try (RaftNode plain = stranger("plain", cluster.peers(), null);
				RaftNode wrong = stranger("wrong", cluster.peers(),
						this.otherIdentity.context(this.authority, this.otherAuthority));
				RaftNode foreign = stranger("foreign", "", this.identity.context(this.authority))) {
			ProcessCluster.await("another cluster").until(() -> foreign.status().role() == Role.LEADER);
			NodeProcess first = cluster.nodes().get(0);
			foreign.administration().addLearner(NodeId.of(first.id()), "127.0.0.1:" + first.raftPort());
			awaitLine(first, "Refusing the connection from /127.0.0.1:", "(WRONG_CLUSTER): Node n1 is of cluster ");
			for (NodeProcess node : cluster.nodes()) {
				awaitLine(node, "No TLS with the one at /127.0.0.1:", "it does not speak TLS");
				awaitLine(node, "No TLS with the one at /127.0.0.1:", "it shows no certificate of an authority");
			}
			assertThat(plain.status().leader()).isNull();
			assertThat(wrong.status().leader()).isNull();
		}
	}

	private static void awaitLine(NodeProcess node, String begin, String text) {
		ProcessCluster.await(node.id() + ": " + text).until(() -> count(node, begin, text) > 0);
		assertThat(count(node, begin, text)).as(node.output()).isEqualTo(1);
	}

	private static long count(NodeProcess node, String begin, String text) {
		return node.output().lines().filter((line) -> line.contains(begin) && line.contains(text)).count();
	}

	/** Each step on all nodes before the next one, as the documentation says. */
	private void replaceKeys(ProcessCluster cluster, Workload workload) {
		step(cluster, workload, (files) -> files.trust(this.authority, this.otherAuthority));
		step(cluster, workload, (files) -> files.identity(this.otherIdentity));
		step(cluster, workload, (files) -> files.trust(this.otherAuthority));
	}

	private void step(ProcessCluster cluster, Workload workload, Consumer<BundleFiles> change) {
		for (int i = 0; i < this.bundles.size(); i++) {
			NodeProcess node = cluster.nodes().get(i);
			long before = count(node, CHANGED, "");
			change.accept(this.bundles.get(i));
			ProcessCluster.await(node.id() + " to take other keys").until(() -> count(node, CHANGED, "") > before);
		}
		workload.awaitProgress(50);
	}

	private void assertOnlyTheNewAuthorityCounts(NodeProcess node) {
		assertThatExceptionOfType(SocketTimeoutException.class)
			.isThrownBy(() -> connect(node, this.otherIdentity.context(this.otherAuthority)));
		Throwable refused = catchThrowable(
				() -> connect(node, this.identity.context(this.authority, this.otherAuthority)));
		assertThat(refused).isInstanceOf(IOException.class).isNotInstanceOf(SocketTimeoutException.class);
	}

	/** Ends with a timeout if the node waits for what comes next. */
	private static void connect(NodeProcess node, SSLContext context) throws IOException {
		try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", node.raftPort())) {
			socket.setSoTimeout(1500);
			socket.startHandshake();
			int read = socket.getInputStream().read();
			throw new IOException("The node ended with " + read);
		}
	}

	private void assertShowsNoSecret(NodeProcess node) {
		List<String> shown = new ArrayList<>(List.of(node.output()));
		for (String path : List.of("raft", "health", "env", "configprops", "beans", "info")) {
			HttpApi.Answer answer = node.api().send("GET", "/actuator/" + path, null);
			assertThat(answer.status()).as(path).isEqualTo(200);
			shown.add(answer.body());
		}
		String key = this.identity.keyPem().lines().skip(1).findFirst().orElseThrow();
		String otherKey = this.otherIdentity.keyPem().lines().skip(1).findFirst().orElseThrow();
		assertThat(shown).allSatisfy((text) -> assertThat(text).doesNotContain(BundleFiles.PASSWORD)
			.doesNotContain("PRIVATE KEY")
			.doesNotContain(key)
			.doesNotContain(otherKey));
	}

	/** A node in this process, with its data in memory. */
	private static RaftNode stranger(String id, String peers, @Nullable SSLContext context) {
		PeerTls tls = (context != null) ? PeerTls.mutual(context) : null;
		List<Peer> all = new ArrayList<>();
		String address = "127.0.0.1:" + FreePorts.next();
		if (!peers.isEmpty()) {
			for (String peer : peers.split(",")) {
				all.add(Peer.of(peer.substring(0, peer.indexOf('@')), peer.substring(peer.indexOf('@') + 1)));
			}
			all.add(Peer.of(id, address));
		}
		RaftNode node = RaftNode
			.builder(RaftNodeOptions.builder(id)
				.bind(address)
				.peers(all)
				.proposalTimeout(Duration.ofSeconds(30))
				.tls((tls != null) ? () -> tls : null)
				.build())
			.stateMachine(new Nothing())
			.build();
		node.start();
		return node;
	}

	/** Holds nothing. */
	private static final class Nothing implements StateMachine {

		@Override
		public byte @Nullable [] commit(CommitContext context, ByteBuffer command) {
			return null;
		}

		@Override
		public void reset(long index, InputStream source) {
		}

	}

}
