package io.raftboot.test.simulation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.protocol.RaftCore;
import io.raftboot.core.statemachine.Snapshot;
import io.raftboot.core.statemachine.StateMachine;
import io.raftboot.core.transport.memory.MemoryNetwork;
import io.raftboot.core.transport.memory.MemoryNetworkOptions;
import io.raftboot.test.linearizability.LinearizabilityChecker;
import io.raftboot.test.linearizability.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * One run: a phase of faults, then one in which everything works and the cluster has to
 * come together again, then the history of the clients.
 */
final class Run<M extends StateMachine, S, I, O> {

	private static final long MILLIS = 1_000_000L;

	/** Time enough to replace leaders and to bring everybody up to date. */
	private static final long CONVERGENCE_NANOS = 120_000 * MILLIS;

	/** Far more than any run needs: who goes on is busy with nothing. */
	private static final long EVENTS_MAX = 300_000;

	private static final int WRITES_AFTER_FAULTS = 5;

	private static final Duration CHECK_LIMIT = Duration.ofSeconds(20);

	private final long seed;

	private final Workload<M, S, I, O> workload;

	private final Timeline timeline = new Timeline();

	private final Map<NodeId, SimulatedNode> nodes = new LinkedHashMap<>();

	private final Coverage coverage = new Coverage();

	private final EventLog log;

	private final World world;

	private final Cluster cluster;

	private final Clients<M, S, I, O> clients;

	private final Operator operator;

	private final Nemesis nemesis;

	Run(long seed, Workload<M, S, I, O> workload, int lines) {
		this.seed = seed;
		this.workload = workload;
		SplittableRandom random = new SplittableRandom(seed);
		this.log = new EventLog(this.timeline, lines);
		MemoryNetwork network = new MemoryNetwork(
				MemoryNetworkOptions.virtualTime(random.nextLong(), this.timeline::nowNanos));
		Swarm swarm = new Swarm(random.split());
		this.world = new World(this.timeline, swarm, network, new Laws(this.nodes, swarm, this.timeline, this.coverage),
				this.coverage, this.log, workload::newMachine, random.split());
		this.cluster = new Cluster(this.world, this.nodes, random.split());
		this.clients = new Clients<>(this.world, this.cluster, workload, random.split());
		this.operator = new Operator(this.world, this.cluster, random.split());
		this.nemesis = new Nemesis(this.world, this.cluster, this.operator, random.split());
		this.log.say(swarm::toString);
	}

	SimulationReport run() {
		this.cluster.begin();
		this.clients.begin();
		this.timeline.after(this.world.chances().nextLong(3_000 * MILLIS), this.nemesis::begin);
		while (this.timeline.nextNanos() <= this.world.swarm().faultPhaseNanos
				&& this.log.events() < this.world.swarm().faultPhaseEvents) {
			step();
		}
		this.log.say(() -> "From here on everything works");
		this.nemesis.end();
		int before = this.clients.writesAnswered();
		converge(before);
		checkHistory();
		return new SimulationReport(this.seed, this.log.hash(), this.log.events(), this.clients.answered(),
				this.timeline.nowNanos(), this.coverage);
	}

	String text() {
		return this.log.text();
	}

	private void step() {
		this.timeline.step();
		this.world.laws().throwBroken();
		for (SimulatedNode node : this.nodes.values()) {
			node.listen();
		}
	}

	/** Everybody is served, and all members come to have the same. */
	private void converge(int writesBefore) {
		long deadline = this.timeline.nowNanos() + CONVERGENCE_NANOS;
		while (this.clients.writesAnswered() < writesBefore + WRITES_AFTER_FAULTS || this.operator.unanswered() > 0) {
			stepBefore(deadline, "no command goes through");
		}
		this.clients.end();
		String missing = missing();
		for (int steps = 0; missing != null; steps++) {
			stepBefore(deadline, missing);
			missing = (steps % 16 == 0) ? missing() : missing;
		}
		checkStates();
	}

	private void stepBefore(long deadline, String missing) {
		if (this.timeline.nowNanos() > deadline) {
			throw new BrokenLaw("Although everything works " + missing);
		}
		if (this.log.events() > EVENTS_MAX) {
			throw new BrokenLaw("After " + this.log.events() + " events " + missing);
		}
		step();
	}

	/** What is left to wait for, null if nothing is. */
	private @Nullable String missing() {
		if (this.clients.unanswered() > 0 || this.operator.unanswered() > 0) {
			return this.clients.unanswered() + " calls and " + this.operator.unanswered() + " orders do not end";
		}
		SimulatedNode leader = this.cluster.leader();
		if (leader == null) {
			return "nobody leads";
		}
		RaftCore core = leader.core();
		Membership membership = core.membership();
		if (core.commitIndex() < core.lastIndex() || membership.isJoint()) {
			return "the leader " + leader.id() + " does not commit entry " + core.lastIndex() + " of " + membership;
		}
		for (Peer member : membership.members()) {
			SimulatedNode node = this.nodes.get(member.id());
			if (node.isUp() && node.appliedIndex() < core.commitIndex()) {
				return node.id() + " stays at entry " + node.appliedIndex() + " of " + core.commitIndex();
			}
		}
		return null;
	}

	private void checkStates() {
		SimulatedNode leader = this.cluster.leader();
		byte[] expected = state(leader);
		for (Peer member : leader.core().membership().members()) {
			SimulatedNode node = this.nodes.get(member.id());
			if (node.isUp() && !Arrays.equals(expected, state(node))) {
				throw new BrokenLaw("The states of " + leader.id() + " and " + node.id() + " differ");
			}
		}
	}

	/** Nothing for a machine that takes no snapshots. */
	private static byte[] state(SimulatedNode node) {
		try (Snapshot snapshot = node.machine().snapshot()) {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			snapshot.writeTo(bytes);
			return bytes.toByteArray();
		}
		catch (UnsupportedOperationException ex) {
			return new byte[0];
		}
		catch (IOException ex) {
			throw new IllegalStateException("The state of " + node.id() + " cannot be captured", ex);
		}
	}

	private void checkHistory() {
		Verdict verdict = new LinearizabilityChecker(CHECK_LIMIT).check(this.workload.model(), this.clients.history());
		if (!verdict.isLinearizable()) {
			throw new BrokenLaw("The history is " + verdict.outcome() + ": " + verdict.explanation());
		}
	}

}
