package io.raftboot.core.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.raftboot.core.node.LoopbackCluster.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The largest command there may be, over TCP, while small ones go on. */
@Timeout(120)
class LargeCommandTests {

	private static final int LARGEST = 32 << 20;

	@TempDir
	private Path directory;

	private LoopbackCluster cluster;

	@BeforeEach
	void start() throws IOException {
		this.cluster = new LoopbackCluster(this.directory, 3);
		for (int i = 0; i < 3; i++) {
			RaftNode node = new RaftNode(
					this.cluster.options(i).commandBytesMax(LARGEST).proposalTimeout(Duration.ofMinutes(1)).build(),
					Map.of("default", new LengthMachine()));
			this.cluster.nodes.set(i, node);
		}
		this.cluster.start();
		this.cluster.awaitLeader();
		for (RaftNode node : this.cluster.nodes) {
			await("commands to be taken", () -> node.status().leader() != null && node.commandVersion("default") > 0);
		}
	}

	@AfterEach
	void close() {
		this.cluster.close();
	}

	/**
	 * What goes on meanwhile is shown where time does not count, by the transport's
	 * tests.
	 */
	@Test
	void reachesEveryNodeFromEveryNode() {
		for (RaftNode node : this.cluster.nodes) {
			CompletableFuture<Committed> large = node.submit("default", ByteBuffer.allocate(LARGEST));
			CompletableFuture<Committed> small = node.submit("default", ByteBuffer.allocate(8));
			assertThat(small.join().result()).asString().isEqualTo("8");
			assertThat(large.join().result()).asString().isEqualTo(Integer.toString(LARGEST));
		}
	}

	@Test
	void oneByteMoreIsRefusedBeforeAnythingIsSent() {
		RaftNode node = this.cluster.nodes.get(0);
		long last = node.status().lastIndex();
		assertThatThrownBy(() -> node.submit("default", ByteBuffer.allocate(LARGEST + 1)).join())
			.hasCauseInstanceOf(CommandTooLargeException.class);
		assertThat(node.status().lastIndex()).isEqualTo(last);
		assertThat(node.status().pendingBytes()).isZero();
	}

}
