package io.raftboot.benchmarks.jmh;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

import io.raftboot.core.log.MemoryStorage;
import io.raftboot.core.log.Meta;
import io.raftboot.core.log.Storage;
import io.raftboot.core.model.Role;
import io.raftboot.core.node.Committed;
import io.raftboot.core.node.NodeClock;
import io.raftboot.core.node.NodeEnvironment;
import io.raftboot.core.node.RaftNodeOptions;
import io.raftboot.core.node.SnapshotOptions;
import io.raftboot.core.node.Step;
import io.raftboot.core.node.SteppedNode;
import io.raftboot.core.snapshot.MemorySnapshotStore;
import io.raftboot.core.snapshot.SnapshotStore;
import io.raftboot.core.snapshot.StagingArea;
import io.raftboot.core.statemachine.CommitContext;
import io.raftboot.core.statemachine.Snapshot;
import io.raftboot.core.statemachine.StateMachine;
import io.raftboot.core.transport.Transport;
import io.raftboot.core.transport.memory.MemoryNetwork;
import io.raftboot.core.transport.memory.MemoryNetworkOptions;
import org.jspecify.annotations.Nullable;

/**
 * A node of one voter that does what it is called for on the caller's thread; if it is
 * to, all but applying.
 */
final class SteppedVoter implements NodeEnvironment, AutoCloseable {

	private static final String MACHINE = "default";

	/** So that a log in memory does not grow for ever. */
	private static final SnapshotOptions SNAPSHOTS = new SnapshotOptions(10_000L, Duration.ZERO, 0L, Duration.ZERO, 0L,
			0L, 1);

	private final Queue<Step> ready = new ConcurrentLinkedQueue<>();

	private final @Nullable StepThread applierThread;

	private final MemoryNetwork network = new MemoryNetwork(MemoryNetworkOptions.realTime(1L));

	private final SteppedNode node;

	SteppedVoter(boolean appliesOnAThread) {
		this.applierThread = appliesOnAThread ? new StepThread() : null;
		RaftNodeOptions options = RaftNodeOptions.builder("n1")
			.bind("memory:1")
			.dataDirectory(Path.of("unused"))
			.snapshots(SNAPSHOTS)
			.build();
		this.node = new SteppedNode(options, Map.of(MACHINE, new ForgetfulMachine()), this, this::wake);
		this.node.node().start();
		while (this.node.node().status().role() != Role.LEADER || this.node.appliedIndex() == 0L) {
			run();
		}
	}

	private void wake(Step step) {
		if (this.applierThread != null && step.name().endsWith("-apply")) {
			this.applierThread.wake(step);
		}
		else {
			this.ready.add(step);
		}
	}

	/** Proposes this so often and runs the node until the last one is applied. */
	Committed write(ByteBuffer command, int times) {
		for (int i = 1; i < times; i++) {
			this.node.node().propose(MACHINE, command);
		}
		CompletableFuture<Committed> last = this.node.node().propose(MACHINE, command);
		run();
		while (true) {
			try {
				return last.get(1, TimeUnit.MILLISECONDS);
			}
			catch (TimeoutException ex) {
				run(); // the applier made more to do for the loop
			}
			catch (ExecutionException | InterruptedException ex) {
				throw new IllegalStateException("The write failed", ex);
			}
		}
	}

	@Override
	public void close() throws InterruptedException {
		if (this.applierThread != null) {
			this.applierThread.close();
		}
	}

	/** Until nothing but time or the applier would make more to do. */
	private void run() {
		Step loop = this.node.loop();
		if (loop == null) {
			throw new IllegalStateException("The node does not run");
		}
		boolean stepped = true;
		while (stepped) {
			runAll(loop);
			stepped = false;
			for (Step step = this.ready.poll(); step != null; step = this.ready.poll()) {
				runAll(step);
				stepped = true;
			}
		}
	}

	private static void runAll(Step step) {
		while (step.run() == 0L) {
			// there is more to do
		}
	}

	@Override
	public Storage openStorage(RaftNodeOptions options) {
		return new MemoryStorage(Meta.initial(options.nodeId(), 1L));
	}

	@Override
	public SnapshotStore openSnapshots(RaftNodeOptions options) {
		return new MemorySnapshotStore();
	}

	@Override
	public StagingArea openStaging(RaftNodeOptions options) throws IOException {
		return StagingArea.inMemory();
	}

	@Override
	public Transport newTransport(RaftNodeOptions options) {
		return this.network.newTransport(options.nodeId(), options.bind());
	}

	@Override
	public NodeClock clock() {
		return NodeClock.SYSTEM;
	}

	@Override
	public RandomGenerator random() {
		return new Random(1);
	}

	/** Keeps nothing. */
	private static final class ForgetfulMachine implements StateMachine {

		@Override
		public byte @Nullable [] commit(CommitContext context, ByteBuffer command) {
			return null;
		}

		@Override
		public Snapshot snapshot() {
			return (target) -> {
			};
		}

		@Override
		public void reset(long index, InputStream source) {
		}

	}

}
