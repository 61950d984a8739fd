package io.raftboot.core.node;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import io.raftboot.core.log.Storage;
import io.raftboot.core.protocol.RaftCore;
import io.raftboot.core.snapshot.SnapshotStore;
import io.raftboot.core.snapshot.StagingArea;
import io.raftboot.core.statemachine.StateMachine;
import io.raftboot.core.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * A whole node without threads, for simulations: what its threads would do are
 * {@link Step}s, which whoever holds it runs, one after the other, on one thread and at
 * times of its choosing. All of the node is the product's, and its {@link #node() face}
 * is that of every other node; but no future may be waited for.
 * <p>
 * The transport must not wait: a simulation calls the loop's step when there is something
 * to poll, or {@link Transport#wakeUp} was called.
 */
public final class SteppedNode {

	private final NodeEnvironment environment;

	private final Consumer<Step> ready;

	private final RaftNode node;

	private @Nullable StepDriver driver;

	/**
	 * A node, not started.
	 * @param stateMachines by replicated name, at least one
	 * @param ready told which step has something to do; for a step that is known to be
	 * ready it may be told again
	 */
	public SteppedNode(RaftNodeOptions options, Map<String, StateMachine> stateMachines, NodeEnvironment environment,
			Consumer<Step> ready) {
		this.environment = new SteppedEnvironment(environment, ready);
		this.ready = ready;
		this.node = new RaftNode(options, stateMachines, this.environment, this::newDriver);
	}

	/**
	 * The node as everybody else sees it: start, close, calls and status. A start that
	 * fails leaves it stopped.
	 */
	public RaftNode node() {
		return this.node;
	}

	/** The step that is the node's loop, null before the first start. */
	public @Nullable Step loop() {
		return this.driver;
	}

	/** The protocol, to look at; null while the node does not run. */
	public @Nullable RaftCore core() {
		NodeParts parts = this.node.parts();
		return (parts != null) ? parts.core : null;
	}

	/** Index of the last entry in the state machines; 0 while the node does not run. */
	public long appliedIndex() {
		NodeParts parts = this.node.parts();
		return (parts != null) ? parts.applier.appliedIndex() : 0L;
	}

	private NodeDriver newDriver(RaftNodeOptions options, NodeEnvironment world, Machines machines,
			PendingLimits limits, List<RaftEventListener> listeners) {
		NodeRuntime runtime = new NodeRuntime(options, world, machines, limits, listeners,
				(name, duty, onFailure) -> new DutyStep(name, duty, onFailure, this.ready));
		StepDriver fresh = new StepDriver("raft-" + options.nodeId(), runtime);
		this.driver = fresh;
		return fresh;
	}

	/** The loop as a step. */
	private record StepDriver(String name, NodeRuntime runtime) implements NodeDriver, Step {

		@Override
		public void start() {
			this.runtime.open();
			run();
		}

		@Override
		public void stop() {
			this.runtime.stopSoon();
			run();
		}

		@Override
		public long run() {
			NodeParts parts = this.runtime.parts();
			if (parts == null) {
				return Long.MAX_VALUE;
			}
			try {
				if (!this.runtime.isStopping()) {
					return (parts.loop.doWork() > 0) ? 0L : parts.loop.waitNanos();
				}
			}
			catch (Throwable ex) {
				this.runtime.failed(ex);
			}
			this.runtime.close();
			return Long.MAX_VALUE;
		}

	}

	/** The same world, with steps in place of threads. */
	private record SteppedEnvironment(NodeEnvironment world, Consumer<Step> ready) implements NodeEnvironment {

		@Override
		public Storage openStorage(RaftNodeOptions options) throws IOException {
			return this.world.openStorage(options);
		}

		@Override
		public SnapshotStore openSnapshots(RaftNodeOptions options) throws IOException {
			return this.world.openSnapshots(options);
		}

		@Override
		public StagingArea openStaging(RaftNodeOptions options) throws IOException {
			return this.world.openStaging(options);
		}

		@Override
		public Transport newTransport(RaftNodeOptions options) {
			return this.world.newTransport(options);
		}

		@Override
		public NodeClock clock() {
			return this.world.clock();
		}

		@Override
		public RandomGenerator random() {
			return this.world.random();
		}

		@Override
		public @Nullable NodeMeter meter() {
			return this.world.meter();
		}

		@Override
		public ExecutorService newExecutor(String name, int threads, int queueMax) {
			return new SteppedExecutor(name, queueMax, this.ready);
		}

	}

}
