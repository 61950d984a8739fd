package io.raftboot.test.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

import io.raftboot.core.io.DiskFullException;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.RaftEvent;
import io.raftboot.core.model.Role;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftStartException;
import io.raftboot.core.node.RaftStartException.Reason;
import io.raftboot.core.node.SteppedNode;
import io.raftboot.core.protocol.RaftCore;
import io.raftboot.core.statemachine.StateMachine;
import io.raftboot.test.disk.FaultyDisk;
import org.jspecify.annotations.Nullable;

/**
 * One node and its machine: what happens to it from start to crash and on. Its steps run
 * when the timeline comes to them.
 */
final class SimulatedNode {

	private final World world;

	private final NodeId id;

	private DurableRecord record;

	private final SimulatedClock clock;

	private final Promise promise;

	private final StepTimes times;

	private final SplittableRandom random;

	private FaultyDisk disk = new FaultyDisk();

	private NodeSetup setup;

	private State state = State.DOWN;

	private int starts;

	private @Nullable SteppedNode stepped;

	private @Nullable NodeWorld environment;

	private @Nullable WatchedMachine<StateMachine> machine;

	private @Nullable NodeSteps steps;

	private final Seen seen = new Seen();

	private final List<Consumer<Boolean>> leaving = new ArrayList<>();

	/** Whether the node may fail, or not start, by what was done to it. */
	private boolean mayFail;

	/** Whether its files were changed behind its back. */
	private boolean damaged;

	SimulatedNode(World world, NodeId id, NodeSetup setup, SplittableRandom random) {
		this.world = world;
		this.id = id;
		this.setup = setup;
		this.random = random;
		this.record = new DurableRecord(id, null);
		double drift = (random.nextDouble() * 2 - 1) * world.swarm().clockDrift;
		this.clock = new SimulatedClock(world.timeline(), 1 + drift, random.nextLong(1L << 50));
		this.promise = new Promise(this.clock, world.swarm().electionTimeoutMillis * 1_000_000L);
		this.times = new StepTimes(world.swarm(), random);
	}

	NodeId id() {
		return this.id;
	}

	State state() {
		return this.state;
	}

	boolean isUp() {
		return this.state == State.UP;
	}

	boolean isPaused() {
		return this.steps != null && this.steps.isPaused();
	}

	/** How it was after its latest event. */
	Seen seen() {
		return this.seen;
	}

	/** Whether its files must not be trusted any more. */
	boolean isDamaged() {
		return this.damaged;
	}

	/** How often it was started: tells calls of one start from those of the next. */
	int starts() {
		return this.starts;
	}

	FaultyDisk disk() {
		return this.disk;
	}

	StepTimes times() {
		return this.times;
	}

	DurableRecord record() {
		return this.record;
	}

	SimulatedClock clock() {
		return this.clock;
	}

	Promise promise() {
		return this.promise;
	}

	NodeSetup setup() {
		return this.setup;
	}

	void setup(NodeSetup setup) {
		this.setup = setup;
	}

	/** For calls; only while it is up. */
	RaftNode node() {
		return this.stepped.node();
	}

	WatchedMachine<StateMachine> machine() {
		return this.machine;
	}

	/** The protocol while the node is up, else null. */
	@Nullable RaftCore core() {
		return (this.state == State.UP) ? this.stepped.core() : null;
	}

	long appliedIndex() {
		return this.stepped.appliedIndex();
	}

	/** Whether its log finds no room; only while it is up. */
	boolean isDiskFull() {
		return this.environment.isDiskFull();
	}

	boolean leads() {
		RaftCore core = core();
		return core != null && core.role() == Role.LEADER;
	}

	/** Something was done to it that may make it fail. */
	void mayFail() {
		this.mayFail = true;
	}

	/** Something was done to its files. */
	void damaged() {
		this.damaged = true;
		this.mayFail = true;
	}

	/** Starts it on the disk it has. */
	void start() {
		this.starts++;
		NodeSteps fresh = new NodeSteps(this.world, this, this.times);
		this.steps = fresh;
		this.machine = new WatchedMachine<>(this.world.machines().get(), new AppliedCommands(this, this.world.laws()));
		this.environment = new NodeWorld(this.world, this, this.random.split(), () -> loopReady(fresh));
		this.stepped = new SteppedNode(this.setup.options(this.id, this.world.swarm(), this.record.hasEntries()),
				Map.of(RaftNode.DEFAULT_MACHINE, this.machine), this.environment, fresh::ready);
		this.stepped.node().addListener(this::onEvent);
		long written = this.record.lastIndex();
		try {
			this.state = State.UP;
			this.stepped.node().start();
			started(written);
		}
		catch (RuntimeException | Error ex) {
			notStarted(ex);
		}
	}

	private void started(long written) {
		RaftCore core = this.stepped.core();
		if (core == null) {
			ended();
			return;
		}
		this.world.log()
			.say(() -> this.id + " starts, term " + core.term() + ", log " + core.baseIndex() + ".." + core.lastIndex()
					+ ", " + core.membership());
		if (core.lastIndex() < written && core.lastIndex() > 0) {
			this.world.coverage().count(Transition.TORN_TAIL_CUT);
		}
		this.seen.note(core, this.stepped.appliedIndex());
		this.steps.ready(this.stepped.loop());
	}

	private void onEvent(RaftEvent event) {
		this.world.laws().told(this, event);
		if (event instanceof RaftEvent.SnapshotTaken) {
			this.world.coverage().count(Transition.SNAPSHOT_TAKEN);
		}
		else if (event instanceof RaftEvent.SnapshotInstalled) {
			this.world.coverage().count(Transition.SNAPSHOT_INSTALLED);
		}
		else if (event instanceof RaftEvent.StateDiverged diverged) {
			// Whatever was done to disks: bad data are refused, never applied.
			this.world.laws().broken(new BrokenLaw(this.id + " says: " + diverged.divergence().text()));
		}
		this.world.log().say(() -> this.id + " says " + event);
	}

	private void notStarted(Throwable failure) {
		this.state = State.DOWN;
		this.world.log().say(() -> this.id + " does not start: " + failure);
		this.world.laws().throwBroken();
		boolean corrupt = failure instanceof RaftStartException refused
				&& (refused.reason() == Reason.CORRUPT || refused.reason() == Reason.STATE_MACHINE_AHEAD);
		if (this.damaged && (corrupt || !this.disk.isStopped())) {
			this.state = State.LOST;
			this.world.coverage().count(Transition.CORRUPTION_REFUSED);
		}
		else if (!(this.mayFail || failure.getCause() instanceof DiskFullException)
				|| (corrupt && !this.disk.isStopped())) {
			throw new BrokenLaw(this.id + " does not start: " + failure);
		}
		release(this.disk.isStopped());
	}

	/** The process ends without notice, or the whole machine does. */
	void crash(boolean power) {
		this.world.log().say(() -> this.id + (power ? " loses power" : " is killed"));
		this.state = State.DOWN;
		this.world.laws().leaderships().gone(this.id);
		release(power);
		leave(true);
	}

	/** Ends it in order. */
	void stop() {
		this.world.log().say(() -> this.id + " is stopped");
		this.stepped.node().close();
		ended();
	}

	/** The node has ended itself, or was stopped; what it still has to say it says. */
	private void ended() {
		String failure = this.stepped.node().status().failure();
		this.state = State.DOWN;
		if (failure != null) {
			this.world.log().say(() -> this.id + " has failed: " + failure);
			this.world.coverage().count(Transition.NODE_FAILED);
			if (!this.mayFail) {
				throw new BrokenLaw(this.id + " has failed without a reason: " + failure);
			}
		}
		this.steps.finish();
		release(this.disk.isStopped());
		leave(false);
	}

	private void release(boolean power) {
		this.steps.end();
		if (this.environment != null) {
			this.environment.close();
		}
		this.mayFail = this.damaged;
		if (power) {
			this.disk.losePower(this.random);
		}
		else {
			this.disk.killProcess();
		}
	}

	/** Has this called when the start ends, with whether it crashed. */
	void whenGone(Consumer<Boolean> leaving) {
		this.leaving.add(leaving);
	}

	private void leave(boolean crashed) {
		List<Consumer<Boolean>> all = List.copyOf(this.leaving);
		this.leaving.clear();
		all.forEach((one) -> one.accept(crashed));
	}

	/** A new disk in place of the old one. */
	void wipe() {
		this.disk = new FaultyDisk();
		this.record = new DurableRecord(this.id, null);
		this.damaged = false;
		this.mayFail = false;
		this.state = State.DOWN;
	}

	/** A new disk behind the back of everybody else. */
	void loseDisk() {
		DurableRecord lost = this.record;
		wipe();
		this.record = new DurableRecord(this.id, lost);
		damaged();
	}

	/** The node is gone for good. */
	void lose() {
		this.state = State.LOST;
	}

	/** Everything about it works again. */
	void heal() {
		if (this.steps != null) {
			this.steps.pauseUntil(0);
		}
		this.times.heal();
		this.disk.heal();
	}

	/** Stops the process for a while; its clocks go on. */
	void pause(long nanos) {
		this.steps.pauseUntil(this.world.timeline().nowNanos() + nanos);
	}

	private void loopReady(NodeSteps ofStart) {
		SteppedNode current = this.stepped;
		if (current != null && current.loop() != null) {
			ofStart.ready(current.loop());
		}
	}

	/** Has the loop look at what the network brings. */
	void listen() {
		if (this.state == State.UP) {
			this.steps.readyAt(this.stepped.loop(), this.environment.networkDeadlineNanos());
		}
	}

	/** After each of its events: the laws, and what befell it meanwhile. */
	void afterStep() {
		this.world.laws().throwBroken();
		if (this.state != State.UP) {
			return;
		}
		if (this.disk.isStopped()) {
			crash(true);
		}
		else if (this.stepped.core() == null) {
			ended();
		}
		else {
			this.world.laws().check(this);
			RaftCore core = this.stepped.core();
			this.world.log().mix(core.term() << 32 ^ core.lastIndex() << 8 ^ core.role().ordinal());
			this.world.log().mix(core.commitIndex() << 32 ^ this.stepped.appliedIndex());
		}
	}

	/** Whether and how it takes part. */
	enum State {

		UP, DOWN,
		/** Its data are gone; it comes back as a new node only. */
		LOST

	}

	/** The peers that a node knows of at its start. */
	static List<Peer> peers(List<SimulatedNode> nodes) {
		return nodes.stream().map((node) -> Peer.of(node.id.value(), node.setup.address())).toList();
	}

}
