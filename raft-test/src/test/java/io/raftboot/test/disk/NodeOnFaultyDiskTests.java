package io.raftboot.test.disk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.raftboot.core.io.Disk;
import io.raftboot.core.model.Peer;
import io.raftboot.core.node.Committed;
import io.raftboot.core.node.NodeClock;
import io.raftboot.core.node.RaftException;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftNodeOptions;
import io.raftboot.core.statemachine.CommitContext;
import io.raftboot.core.statemachine.StateMachine;
import io.raftboot.core.transport.memory.MemoryNetwork;
import io.raftboot.core.transport.memory.MemoryNetworkOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** A node takes the disk, the network and the clocks it is given. */
@Timeout(60)
class NodeOnFaultyDiskTests {

	private static final long WALL_CLOCK_MILLIS = 4_711L;

	private static final Path DIRECTORY = Path.of("no-such-place", "n1");

	private final FaultyDisk disk = new FaultyDisk();

	private final MemoryNetwork network = new MemoryNetwork(MemoryNetworkOptions.realTime(1L));

	@Test
	void anAcknowledgedWriteSurvivesAPowerFailure() throws Exception {
		Stamps stamps = new Stamps();
		RaftNode node = started(stamps, this.disk);
		long index = submit(node, 1).get(30, TimeUnit.SECONDS).index();
		this.disk.losePower(new SplittableRandom(1L));
		node.close();
		assertThat(stamps.millis).isEqualTo(WALL_CLOCK_MILLIS);
		assertThat(Files.exists(DIRECTORY)).isFalse();
		try (RaftNode again = started(new Stamps(), this.disk)) {
			assertThat(again.status().lastIndex()).isGreaterThanOrEqualTo(index);
			assertThat(again.status().address()).isEqualTo("memory:1");
		}
	}

	@Test
	void aWriteThatIsNotForcedIsNotAcknowledged() throws Exception {
		SlowDisk slow = new SlowDisk(this.disk);
		RaftNode node = started(new Stamps(), slow);
		submit(node, 1).get(30, TimeUnit.SECONDS);
		slow.forceTime(Duration.ofHours(1));
		CompletableFuture<Committed> call = submit(node, 1 << 16);
		this.disk.losePower(new SplittableRandom(1L));
		slow.forceTime(Duration.ZERO);
		node.close();
		assertThat(call).failsWithin(Duration.ofSeconds(30))
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(RaftException.class);
	}

	private static CompletableFuture<Committed> submit(RaftNode node, int bytes) {
		return node.submit(RaftNode.DEFAULT_MACHINE, ByteBuffer.allocate(bytes));
	}

	private RaftNode started(StateMachine machine, Disk disk) {
		RaftNode node = RaftNode.builder(options())
			.stateMachine(machine)
			.disk(disk)
			.transport((options) -> this.network.newTransport(options.nodeId(), options.bind()))
			.clock(new FixedWallClock())
			.build();
		node.start();
		return node;
	}

	private static RaftNodeOptions options() {
		return RaftNodeOptions.builder("n1")
			.bind("memory:1")
			.peers(List.of(Peer.of("n1", "memory:1")))
			.dataDirectory(DIRECTORY)
			.segmentBytes(1 << 18)
			.build();
	}

	/** Keeps the time of the last command. */
	private static final class Stamps implements StateMachine {

		private volatile long millis;

		@Override
		public byte @Nullable [] commit(CommitContext context, ByteBuffer command) {
			this.millis = context.timeMillis();
			return null;
		}

		@Override
		public void reset(long index, InputStream source) throws IOException {
			source.readAllBytes();
		}

	}

	private static final class FixedWallClock implements NodeClock {

		@Override
		public long nanoTime() {
			return System.nanoTime();
		}

		@Override
		public long currentTimeMillis() {
			return WALL_CLOCK_MILLIS;
		}

	}

}
