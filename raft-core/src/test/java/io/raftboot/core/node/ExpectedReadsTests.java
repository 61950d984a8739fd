package io.raftboot.core.node;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;

import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.ReadIndexRequest;
import io.raftboot.core.model.Role;
import io.raftboot.core.transport.memory.MemoryNetwork;
import io.raftboot.core.transport.memory.MemoryNetworkOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** A node on which reads come and go keeps its loop free of the disk meanwhile. */
@Timeout(60)
class ExpectedReadsTests implements NodeClock {

	private static final NodeId OTHER = NodeId.of("n2");

	/** Longer than reads are expected after the last one. */
	private static final long QUIET_NANOS = 3_000_000L;

	private final Queue<Step> ready = new ArrayDeque<>();

	private final MemoryNetwork network = new MemoryNetwork(MemoryNetworkOptions.realTime(1L));

	private final SteppedNode stepped = new SteppedNode(RaftNodeOptions.builder("n1").bind("memory:1").build(),
			Map.of("default", new RecordingMachine()),
			new SystemEnvironment(SystemEnvironment.FILE_SYSTEM,
					(options) -> this.network.newTransport(options.nodeId(), options.bind()), this, null, Map.of()),
			this.ready::add);

	private long nanos = 1_000_000_000L;

	@BeforeEach
	void lead() {
		this.stepped.node().start();
		while (this.stepped.node().status().role() != Role.LEADER || this.stepped.appliedIndex() == 0L) {
			run();
			this.nanos += QUIET_NANOS;
		}
		run();
		this.nanos += QUIET_NANOS;
		assertThat(loopMayWrite()).isTrue();
	}

	@AfterEach
	void close() {
		this.stepped.node().close();
	}

	@Test
	void ofThisNodeAreExpectedForAWhile() {
		this.stepped.node().read(Consistency.LINEARIZABLE);
		run();
		assertExpectedForAWhile();
	}

	@Test
	void ofOtherNodesAreExpectedForAWhile() {
		hear(new ReadIndexRequest(OTHER, 1L, 1L, false));
		assertExpectedForAWhile();
	}

	@Test
	void ofALeaderAreExpectedForAWhile() {
		hear(new Heartbeat(OTHER, 0L, 0L, 1L, 0));
		assertExpectedForAWhile();
	}

	private void assertExpectedForAWhile() {
		assertThat(loopMayWrite()).isFalse();
		this.nanos += QUIET_NANOS;
		assertThat(loopMayWrite()).isTrue();
	}

	private void hear(Message message) {
		parts().peerDesk.onMessage(message);
	}

	private boolean loopMayWrite() {
		return parts().littleWrites.takeMayWrite(this.nanos);
	}

	private NodeParts parts() {
		NodeParts parts = this.stepped.node().parts();
		assertThat(parts).isNotNull();
		return parts;
	}

	private void run() {
		Step loop = this.stepped.loop();
		for (Step step = loop; step != null; step = this.ready.poll()) {
			runAll(step);
		}
		runAll(loop);
	}

	private static void runAll(Step step) {
		while (step.run() == 0L) {
			// there is more to do
		}
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
