package io.raftboot.core.node;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.raftboot.core.model.Peer;
import io.raftboot.core.model.Role;
import io.raftboot.core.transport.memory.MemoryNetwork;
import io.raftboot.core.transport.memory.MemoryNetworkOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** When a follower applies, step by step on one clock. */
class SteppedFollowersTests implements NodeClock {

	private static final List<Peer> PEERS = List.of(Peer.of("n1", "memory:1"), Peer.of("n2", "memory:2"),
			Peer.of("n3", "memory:3"));

	private final MemoryNetwork network = new MemoryNetwork(MemoryNetworkOptions.virtualTime(1L, this::nanoTime));

	private final List<SteppedNode> nodes = new ArrayList<>();

	private final Queue<Step> ready = new ConcurrentLinkedQueue<>();

	private long nanos = 1_000_000_000L;

	private SteppedNode leader;

	private SteppedNode follower;

	@BeforeEach
	void elect() {
		for (Peer peer : PEERS) {
			RaftNodeOptions options = RaftNodeOptions.builder(peer.id().value())
				.bind(peer.address())
				.peers(PEERS)
				.build();
			this.nodes.add(new SteppedNode(options, Map.of("default", new RecordingMachine()),
					new SystemEnvironment(SystemEnvironment.FILE_SYSTEM,
							(own) -> this.network.newTransport(own.nodeId(), own.bind()), this, null, Map.of()),
					this.ready::add));
		}
		this.nodes.forEach((node) -> node.node().start());
		while (leaders().isEmpty() || this.nodes.stream().anyMatch((node) -> node.appliedIndex() == 0L)) {
			pass(5_000_000L);
			assertThat(this.nanos).as("somebody leads within a minute").isLessThan(60_000_000_000L);
		}
		pass(ApplierWakeUp.INTERVAL_NANOS);
		this.leader = leaders().get(0);
		this.follower = this.nodes.get((this.nodes.indexOf(this.leader) + 1) % PEERS.size());
	}

	@AfterEach
	void close() {
		this.nodes.forEach((node) -> node.node().close());
	}

	@Test
	void whatNobodyWaitsForIsAppliedTogetherAndSoon() {
		long first = this.leader.appliedIndex() + 1;
		for (int i = 0; i < 4; i++) {
			write();
		}
		assertThat(this.follower.appliedIndex()).isEqualTo(first);
		assertThat(this.follower.loop().run()).isBetween(1L, ApplierWakeUp.INTERVAL_NANOS);
		pass(ApplierWakeUp.INTERVAL_NANOS);
		assertThat(this.follower.appliedIndex()).isGreaterThanOrEqualTo(first + 2);
	}

	@Test
	void aReadHasItsIndexAppliedAtOnce() {
		write();
		write();
		write();
		CompletableFuture<Long> read = this.follower.node().read(Consistency.LINEARIZABLE);
		run();
		assertThat(read).isCompleted();
	}

	@Test
	void aReadOfWhatIsThereDoesNotWaitEither() {
		write();
		write();
		CompletableFuture<Long> read = this.follower.node().read(Consistency.LOCAL);
		run();
		assertThat(read).isCompleted();
	}

	@Test
	void whatCameFromHereIsAppliedAtOnce() {
		write();
		write();
		CompletableFuture<Committed> written = write(this.follower);
		run();
		assertThat(written).isCompleted();
	}

	/** What the others hear of its commit travels with the next one. */
	private void write() {
		CompletableFuture<Committed> written = write(this.leader);
		run();
		assertThat(written).isCompleted();
	}

	private static CompletableFuture<Committed> write(SteppedNode node) {
		return node.node().propose("default", ByteBuffer.wrap("text".getBytes(StandardCharsets.UTF_8)));
	}

	private List<SteppedNode> leaders() {
		return this.nodes.stream().filter((node) -> node.node().status().role() == Role.LEADER).toList();
	}

	private void pass(long passedNanos) {
		this.nanos += passedNanos;
		run();
	}

	/** Until nobody has anything to do at this time. */
	private void run() {
		int idle = 0;
		while (idle < 2) {
			int work = 0;
			for (SteppedNode node : this.nodes) {
				work += runAll(node.loop());
			}
			for (Step step = this.ready.poll(); step != null; step = this.ready.poll()) {
				work += runAll(step);
			}
			idle = (work > 0) ? 0 : idle + 1;
		}
	}

	private static int runAll(Step step) {
		int runs = 0;
		while (step.run() == 0L) {
			runs++;
		}
		return runs;
	}

	@Override
	public long nanoTime() {
		return this.nanos;
	}

	@Override
	public long currentTimeMillis() {
		return this.nanos / 1_000_000L;
	}

}
