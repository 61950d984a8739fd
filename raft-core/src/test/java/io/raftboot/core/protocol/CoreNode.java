package io.raftboot.core.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.RaftEvent;
import io.raftboot.core.model.Role;
import io.raftboot.core.model.TimeoutNow;
import org.jspecify.annotations.Nullable;

/** One node of a {@link CoreCluster}: a core, a disk that forgets, a clock of its own. */
final class CoreNode {

	final NodeId id;

	final CoreDisk disk;

	/** What is in memory. */
	final CoreLog log = new CoreLog();

	/** The configurations of the log and of what it begins behind. */
	final TreeMap<Long, Membership> configurations = new TreeMap<>();

	/** Up to here what it committed was compared with the others. */
	long committed;

	/** The state machine: how far it is, and a hash of all it was given. */
	long applied;

	long state;

	/** Reads that wait: number, and what was committed anywhere when they began. */
	final TreeMap<Long, Long> reads = new TreeMap<>();

	private final CoreCluster cluster;

	private final List<Peer> bootstrapPeers;

	private final SplittableRandom random;

	private double clockRate = 1;

	private @Nullable RaftCore core;

	private RecordingOutput output = new RecordingOutput();

	private long life;

	private long ledTerm;

	private boolean handingOver;

	private long tickAt = Long.MAX_VALUE;

	CoreNode(CoreCluster cluster, NodeId id, List<Peer> bootstrapPeers, SplittableRandom random) {
		this.cluster = cluster;
		this.id = id;
		this.bootstrapPeers = bootstrapPeers;
		this.random = random;
		this.disk = new CoreDisk(this, cluster, random.split());
		this.clockRate = 0.96 + random.nextDouble() * 0.08;
	}

	boolean isRunning() {
		return this.core != null;
	}

	boolean isLeader() {
		return this.core != null && this.core.role() == Role.LEADER;
	}

	RaftCore core() {
		if (this.core == null) {
			throw new IllegalStateException(this.id + " does not run");
		}
		return this.core;
	}

	/** Grows with each crash. */
	long life() {
		return this.life;
	}

	long clockNanos() {
		return (long) (this.cluster.nowNanos * this.clockRate);
	}

	void start() {
		this.disk.recover();
		this.log.setTo(this.disk.log);
		CoreSnapshot snapshot = this.disk.snapshot;
		this.committed = (snapshot != null) ? snapshot.meta().index() : 0;
		this.applied = this.committed;
		this.state = (snapshot != null) ? snapshot.state() : 0;
		this.configurations.clear();
		if (snapshot != null) {
			this.configurations.put(snapshot.meta().membershipIndex(), snapshot.meta().configuration().membership());
		}
		List<IndexedConfiguration> found = this.log.configurations();
		found.forEach((each) -> this.configurations.put(each.index(), each.entry().membership()));
		this.output = new RecordingOutput();
		this.core = new RaftCore(this.cluster.settings,
				new InitialState(this.id, this.id.value().hashCode(), this.disk.state, this.log.terms(), found,
						this.bootstrapPeers, (snapshot != null) ? snapshot.meta() : null),
				Entries.SIZES, this.random.split(), this.output, clockNanos());
		for (CoreNode other : this.cluster.nodes) {
			if (other != this && other.isRunning() && !this.cluster.isCut(this.id, other.id)) {
				on(core -> core.onConnected(other.id, clockNanos()));
				other.on(core -> core.onConnected(this.id, other.clockNanos()));
			}
		}
		on(core -> {
		});
	}

	/** Memory and what was not forced are gone. */
	void crash() {
		this.core = null;
		this.life++;
		this.disk.crash();
		this.tickAt = Long.MAX_VALUE;
		this.reads.clear();
		for (CoreNode other : this.cluster.nodes) {
			if (other != this) {
				other.on(core -> core.onDisconnected(this.id, other.clockNanos()));
			}
		}
	}

	void receive(Message.Protocol message) {
		on(core -> core.step(message, clockNanos()));
	}

	void propose(long value) {
		on(core -> {
			if (core.role() == Role.LEADER && core.canPropose(32)) {
				core.propose(Entries.command(core.term(), core.lastIndex() + 1, value), clockNanos());
			}
		});
	}

	void read(long readId, boolean leaseAllowed) {
		if (isRunning()) {
			this.reads.put(readId, this.cluster.invariants.committed());
			on(core -> core.readIndex(readId, leaseAllowed, clockNanos()));
		}
	}

	/** The file is durable; the log in front of it may go. */
	void snapshotTaken(CoreSnapshot snapshot, long firstIndexToKeep) {
		this.disk.store(snapshot);
		on(core -> {
			core.onSnapshotTaken(snapshot.meta(), firstIndexToKeep);
			this.log.compactTo(firstIndexToKeep);
			this.disk.compact(firstIndexToKeep);
		});
	}

	/** An event, then a tick, then everything the core wants, as a driver does it. */
	void on(Consumer<RaftCore> event) {
		RaftCore core = this.core;
		if (core == null) {
			return;
		}
		event.accept(core);
		core.tick(clockNanos());
		flush();
		apply(core);
		boolean resumed = this.handingOver && !core.isHandingOver() && core.role() == Role.LEADER;
		this.cluster.counters.count("transfer given up", resumed ? 1 : 0);
		this.handingOver = core.isHandingOver();
		this.cluster.invariants.check(this);
		long delay = (long) ((core.nextDeadlineNanos() - clockNanos()) / this.clockRate) + 1000;
		long at = this.cluster.nowNanos + Math.max(1000, delay);
		if (at < this.tickAt || this.tickAt <= this.cluster.nowNanos) {
			this.tickAt = at;
			long life = this.life;
			this.cluster.schedule(at - this.cluster.nowNanos, () -> {
				if (this.life == life && this.core != null) {
					if (this.tickAt <= this.cluster.nowNanos) {
						this.tickAt = Long.MAX_VALUE;
					}
					on(ticked -> {
					});
				}
			});
		}
	}

	/** Committed and on the own disk. */
	private void apply(RaftCore core) {
		long upTo = Math.min(core.commitIndex(), core.durableIndex());
		while (this.applied < upTo) {
			this.applied++;
			this.state = 31 * this.state + ClusterInvariants.fingerprint(this.log.get(this.applied));
			this.cluster.invariants.applied(this);
		}
		core.onApplied(this.applied);
	}

	private void flush() {
		for (RecordingOutput.Effect effect : this.output.drain()) {
			if (effect instanceof RecordingOutput.Append append) {
				append(append.batch());
				this.disk.write(append.writeNumber(), append);
			}
			else if (effect instanceof RecordingOutput.Truncate truncate) {
				this.cluster.invariants.truncated(this, truncate.index());
				this.log.truncateFrom(truncate.index());
				var forgotten = this.configurations.tailMap(truncate.index());
				this.cluster.counters.count("configuration truncated", forgotten.size());
				forgotten.clear();
			}
			else if (effect instanceof RecordingOutput.Persist persist) {
				this.disk.write(persist.writeNumber(), persist);
			}
			else if (effect instanceof RecordingOutput.InstallSnapshot install) {
				install(install);
			}
			else if (effect instanceof RecordingOutput.Send send) {
				leave(send.to(), send.message());
			}
			else if (effect instanceof RecordingOutput.SendEntries send) {
				EntryBatch entries = this.log.range(send.header().previousIndex() + 1, send.lastIndex());
				leave(send.to(), send.header().withEntries(entries));
			}
			else if (effect instanceof RecordingOutput.SendAfterPersist send) {
				this.disk.sendAfterPersist(send.to(), send.message());
			}
			else if (effect instanceof RecordingOutput.SendSnapshot send) {
				this.cluster.snapshots.send(this, this.cluster.node(send.to()));
			}
			else if (effect instanceof RecordingOutput.Commit commit) {
				this.cluster.invariants.committed(this, commit.index());
			}
			else if (effect instanceof RecordingOutput.ReadReady ready) {
				long atLeast = this.reads.remove(ready.readId());
				this.cluster.counters.count("read answered");
				if (ready.index() < atLeast) {
					throw new AssertionError("Stale read at " + this.id + ": index " + ready.index() + " after "
							+ atLeast + " was committed");
				}
			}
			else if (effect instanceof RecordingOutput.ReadFailed failed) {
				this.reads.remove(failed.readId());
			}
			else if (effect instanceof RecordingOutput.Event event
					&& event.event() instanceof RaftEvent.RoleChanged changed) {
				changed(changed);
			}
		}
	}

	private void changed(RaftEvent.RoleChanged changed) {
		if (changed.role() == Role.LEADER) {
			this.cluster.invariants.elected(this, changed.term());
		}
		else if (this.ledTerm == changed.term()) {
			this.cluster.counters.count("stepped down");
		}
		this.ledTerm = (changed.role() == Role.LEADER) ? changed.term() : 0;
	}

	private void append(EntryBatch batch) {
		this.log.append(batch);
		List<IndexedConfiguration> found = new ArrayList<>();
		CoreLog.addConfigurations(batch, found);
		found.forEach((each) -> this.configurations.put(each.index(), each.entry().membership()));
		this.cluster.invariants.appended(this, batch);
	}

	private void install(RecordingOutput.InstallSnapshot install) {
		CoreSnapshot snapshot = this.disk.snapshot;
		if (snapshot == null || snapshot.meta().index() < install.snapshot().index()) {
			throw new AssertionError("Installs a snapshot that is not on the disk of " + this.id);
		}
		this.cluster.counters.count("snapshot installed");
		this.log.reset(install.snapshot().index(), install.snapshot().term());
		this.configurations.clear();
		this.configurations.put(install.snapshot().membershipIndex(), install.snapshot().configuration().membership());
		this.state = this.cluster.snapshots.stateOf(install.snapshot());
		this.applied = install.snapshot().index();
		this.committed = this.applied;
		this.cluster.invariants.applied(this);
		this.disk.write(install.writeNumber(), install);
	}

	void leave(NodeId to, Message.Protocol message) {
		this.cluster.invariants.leaves(this, to, message);
		if (message instanceof AppendEntries entries && !entries.entries().isEmpty()
				&& entries.entries().firstIndex() != entries.previousIndex() + 1) {
			throw new AssertionError("Entries do not follow the previous index: " + message);
		}
		if (message instanceof TimeoutNow) {
			this.cluster.counters.count("asked to take over");
		}
		this.cluster.deliver(this.id, to, message);
	}

}
