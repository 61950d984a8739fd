package io.raftboot.test.scenario;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

import io.raftboot.core.model.HardState;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.RaftEvent;
import io.raftboot.core.model.Role;
import io.raftboot.core.model.SnapshotMeta;
import io.raftboot.core.protocol.InitialState;
import io.raftboot.core.protocol.InvariantViolation;
import io.raftboot.core.protocol.RaftCore;
import io.raftboot.core.protocol.TermIndex;
import io.raftboot.test.scenario.Setup.NodeSetup;
import org.jspecify.annotations.Nullable;

/** One node: a core, and around it what a driver does, on one thread. */
final class Node {

	private final Cluster cluster;

	private final NodeSetup setup;

	private final NodeDisk disk = new NodeDisk(this);

	private final EntryLog log = new EntryLog();

	private final Applier applier = new Applier(this);

	private final NodeOutput output = new NodeOutput(this);

	private final ChosenRandom random;

	private final ArrayDeque<Consumer<RaftCore>> inbox = new ArrayDeque<>();

	private @Nullable RaftCore core;

	private boolean failed;

	private boolean paused;

	Node(Cluster cluster, NodeSetup setup, ChosenRandom random) {
		this.cluster = cluster;
		this.setup = setup;
		this.random = random;
	}

	Cluster cluster() {
		return this.cluster;
	}

	NodeId id() {
		return this.setup.id();
	}

	NodeDisk disk() {
		return this.disk;
	}

	EntryLog log() {
		return this.log;
	}

	Applier applier() {
		return this.applier;
	}

	ChosenRandom random() {
		return this.random;
	}

	RaftCore core() {
		if (this.core == null) {
			throw this.cluster.failure("Node " + id() + " is " + role());
		}
		return this.core;
	}

	boolean isRunning() {
		return this.core != null;
	}

	boolean isPaused() {
		return this.paused;
	}

	boolean isLeader() {
		return this.core != null && this.core.role() == Role.LEADER;
	}

	/** As scripts call it. */
	String role() {
		return (this.core != null) ? this.core.role().name().toLowerCase(Locale.ROOT).replace('_', '-')
				: this.failed ? "failed" : "down";
	}

	long clockNanos() {
		return this.cluster.nowNanos() * this.setup.clockPercent() / 100;
	}

	/** When its timer is due, in the time of the script. */
	long deadlineNanos() {
		long percent = this.setup.clockPercent();
		return (core().nextDeadlineNanos() * 100 + percent - 1) / percent;
	}

	void says(String what) {
		this.cluster.says(id(), what);
	}

	/** From what is on its disk. */
	void start() {
		this.failed = false;
		this.output.clear();
		NodeSnapshot snapshot = this.disk.snapshot();
		EntryLog onDisk = this.disk.log();
		if (snapshot != null && onDisk.termOf(snapshot.index()) != snapshot.meta().term()) {
			onDisk.reset(snapshot.meta().term(), snapshot.index());
		}
		this.log.copyFrom(onDisk);
		says("starts with term " + this.disk.hardState().term() + ", vote " + this.disk.hardState().votedFor()
				+ ", log " + LogText.text(this.log));
		InitialState state = new InitialState(id(), Setup.incarnation(id()), this.disk.hardState(), terms(),
				this.log.configurations(), this.cluster.setup().bootstrapPeers(this.setup),
				(snapshot != null) ? snapshot.meta() : null);
		this.core = new RaftCore(this.cluster.setup().settings(this.setup.priority()), state, this.log, this.random,
				this.output, clockNanos());
		this.cluster.invariants().recovered(this);
		this.applier.reset((snapshot != null) ? snapshot.index() : 0,
				(snapshot != null) ? snapshot.applied() : List.of());
	}

	/** Memory and what was not durable are gone. */
	void crash(boolean failed) {
		this.core = null;
		this.failed = failed;
		this.paused = false;
		this.inbox.clear();
		this.output.clear();
		this.disk.crash();
		this.applier.resume();
	}

	/** It stops by itself, as it must after a failed write. */
	void fail(String reason) {
		says("fails: " + reason);
		crash(true);
		this.cluster.gone(this);
	}

	void pause() {
		this.paused = true;
	}

	/** Takes what came meanwhile, then looks at the time, as a loop does. */
	void resume() {
		this.paused = false;
		while (!this.inbox.isEmpty() && this.core != null) {
			guarded(this.inbox.remove());
		}
		progress();
	}

	/** An event, then what a driver does after each. */
	void on(Consumer<RaftCore> event) {
		if (this.paused) {
			this.inbox.add(event);
		}
		else if (this.core != null) {
			guarded(event);
			progress();
		}
	}

	/** Ticks and carries out what the core wants, until nothing is left to do. */
	void progress() {
		if (this.paused) {
			return;
		}
		boolean more = this.core != null;
		while (more) {
			if (mayTick()) {
				guarded((ticked) -> ticked.tick(clockNanos()));
			}
			carryOut();
			more = this.core != null && (this.disk.progress() || (this.core != null && this.applier.progress()));
			more &= this.core != null;
		}
		if (this.core != null) {
			this.cluster.invariants().check(this);
		}
		this.cluster.calls().check(this);
	}

	/** A message arrived. */
	void receive(Object message) {
		if (message instanceof SnapshotTransfer transfer) {
			on((receiver) -> receive(transfer, receiver));
		}
		else {
			on((receiver) -> receiver.step((Message.Protocol) message, clockNanos()));
		}
	}

	void leaves(NodeId to, Object message) {
		if (message instanceof Message.Protocol protocol) {
			this.cluster.invariants().leaves(this, to, protocol);
		}
		this.cluster.network().send(id(), to, message);
	}

	void sendSnapshot(NodeId to) {
		NodeSnapshot snapshot = this.disk.snapshot();
		if (snapshot == null) {
			throw this.cluster.failure(id() + " wants to send a snapshot to " + to + " and has none");
		}
		leaves(to, new SnapshotTransfer(id(), core().term(), snapshot));
	}

	void installSnapshot(long writeNumber, SnapshotMeta meta) {
		NodeSnapshot snapshot = this.disk.snapshot(meta.index());
		if (snapshot == null) {
			throw this.cluster.failure(id() + " installs snapshot " + meta.index() + " which is not on its disk");
		}
		says("installs snapshot " + meta.index());
		this.disk.install(writeNumber, snapshot);
		this.applier.install(snapshot);
	}

	/** Takes a snapshot of what is applied up to here. */
	void takeSnapshot(long index, long keep) {
		SnapshotMeta meta = core().snapshotMeta(index);
		NodeSnapshot snapshot = new NodeSnapshot(meta, this.applier.appliedAt(index));
		long firstIndexToKeep = Math.max(this.log.baseIndex() + 1, index + 1 - keep);
		says("takes snapshot " + index + ", configuration " + meta.membershipIndex() + " "
				+ MembershipText.text(meta.configuration().membership()) + ", keeps the log from " + firstIndexToKeep);
		this.disk.store(snapshot, () -> {
			core().onSnapshotTaken(meta, firstIndexToKeep);
			this.log.compactTo(firstIndexToKeep);
			this.disk.compact(firstIndexToKeep);
		});
		progress();
	}

	void commit(long index, Membership inEffect, boolean leads) {
		says("commits up to " + index);
		this.cluster.invariants().committed(this, index, inEffect, leads);
	}

	void event(RaftEvent event) {
		if (event instanceof RaftEvent.RoleChanged changed) {
			says("becomes " + changed.role() + " in term " + changed.term());
			if (changed.role() == Role.LEADER) {
				this.cluster.invariants().elected(this, changed.term());
			}
		}
		else if (event instanceof RaftEvent.LeaderChanged changed) {
			says("sees leader " + changed.leader() + " in term " + changed.term());
		}
	}

	private void receive(SnapshotTransfer transfer, RaftCore receiver) {
		if (transfer.term() != receiver.term() || !transfer.from().equals(receiver.leader())) {
			says("refuses the snapshot of " + transfer.from());
			this.cluster.snapshotFailed(transfer.from(), id(), this.cluster.setup().number("heartbeat"));
			return;
		}
		this.disk.store(transfer.snapshot(),
				() -> core().onSnapshotReceived(transfer.snapshot().meta(), transfer.from(), clockNanos()));
	}

	private boolean mayTick() {
		return isLeader() || core().nextDeadlineNanos() - clockNanos() > 0 || this.cluster.timersRun(this);
	}

	private void carryOut() {
		for (Runnable effect = this.output.next(); effect != null; effect = this.output.next()) {
			effect.run();
		}
	}

	private void guarded(Consumer<RaftCore> event) {
		try {
			event.accept(core());
		}
		catch (InvariantViolation ex) {
			throw this.cluster.failure("Node " + id() + " stops by its own invariant: " + ex.getMessage());
		}
	}

	private TermIndex terms() {
		TermIndex terms = (this.log.baseIndex() > 0) ? TermIndex.behind(this.log.baseIndex(), this.log.baseTerm())
				: new TermIndex();
		for (long index = this.log.baseIndex() + 1; index <= this.log.lastIndex(); index++) {
			terms.append(this.log.termOf(index), index);
		}
		return terms;
	}

	/** Puts what it starts with on its disk. */
	void prepare(HardState hardState, EntryLog entries, @Nullable NodeSnapshot snapshot) {
		this.disk.hardState(hardState);
		this.disk.log().copyFrom(entries);
		if (snapshot != null) {
			this.disk.keep(snapshot);
		}
	}

}
