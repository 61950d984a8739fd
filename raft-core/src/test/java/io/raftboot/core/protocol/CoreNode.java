package io.raftboot.core.protocol;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.ConfigurationEntry;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryCursor;
import io.raftboot.core.model.HardState;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.RaftEvent;
import io.raftboot.core.model.Role;
import org.jspecify.annotations.Nullable;

/** One node of a {@link CoreCluster}: a core, a disk that forgets, a clock of its own. */
final class CoreNode {

	final NodeId id;

	/** What survives a crash. */
	HardState durableState = HardState.INITIAL;

	final List<EntryBatch> durableLog = new ArrayList<>();

	/** What is in memory: entries by index - 1. */
	final List<EntryBatch> log = new ArrayList<>();

	/** Up to here what it committed was compared with the others. */
	long committed;

	/** Reads that wait: number, and what was committed anywhere when they began. */
	final TreeMap<Long, Long> reads = new TreeMap<>();

	long readsAnswered;

	long readsFailed;

	private final CoreCluster cluster;

	private final List<Peer> bootstrapPeers;

	private final SplittableRandom random;

	private final ArrayDeque<Object> writes = new ArrayDeque<>();

	private double clockRate = 1;

	private @Nullable RaftCore core;

	private RecordingOutput output = new RecordingOutput();

	private boolean forcing;

	private long life;

	private long lastWrite;

	private long tickAt = Long.MAX_VALUE;

	private record Waiting(NodeId to, Message.Protocol message) {
	}

	CoreNode(CoreCluster cluster, NodeId id, List<Peer> bootstrapPeers, SplittableRandom random) {
		this.cluster = cluster;
		this.id = id;
		this.bootstrapPeers = bootstrapPeers;
		this.random = random;
		this.clockRate = 0.96 + random.nextDouble() * 0.08;
	}

	boolean isRunning() {
		return this.core != null;
	}

	RaftCore core() {
		if (this.core == null) {
			throw new IllegalStateException(this.id + " does not run");
		}
		return this.core;
	}

	long clockNanos() {
		return (long) (this.cluster.nowNanos * this.clockRate);
	}

	void start() {
		this.log.clear();
		this.log.addAll(this.durableLog);
		TermIndex terms = new TermIndex();
		List<IndexedConfiguration> configurations = new ArrayList<>();
		for (EntryBatch entry : this.log) {
			terms.append(entry.firstTerm(), entry.firstIndex());
			if (entry.hasConfiguration()) {
				EntryCursor cursor = entry.cursor();
				cursor.next();
				configurations
					.add(new IndexedConfiguration(entry.firstIndex(), ConfigurationEntry.decode(cursor.payload())));
			}
		}
		this.output = new RecordingOutput();
		this.lastWrite = 0;
		this.committed = 0;
		this.core = new RaftCore(
				this.cluster.settings, new InitialState(this.id, this.id.value().hashCode(), this.durableState, terms,
						configurations, this.bootstrapPeers),
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
		this.writes.clear();
		this.forcing = false;
		this.tickAt = Long.MAX_VALUE;
		this.reads.clear();
		for (CoreNode other : this.cluster.nodes) {
			if (other != this) {
				other.on(core -> core.onDisconnected(this.id, other.clockNanos()));
			}
		}
	}

	/** The disk is lost, too. */
	void wipe() {
		this.durableState = HardState.INITIAL;
		this.durableLog.clear();
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

	/** An event, then a tick, then everything the core wants, as a driver does it. */
	void on(Consumer<RaftCore> event) {
		RaftCore core = this.core;
		if (core == null) {
			return;
		}
		event.accept(core);
		core.tick(clockNanos());
		flush(core);
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

	private void flush(RaftCore core) {
		for (RecordingOutput.Effect effect : this.output.drain()) {
			if (effect instanceof RecordingOutput.Append append) {
				for (long i = append.batch().firstIndex(); i <= append.batch().lastIndex(); i++) {
					this.log.add(append.batch().range(i, i));
				}
				this.cluster.invariants.appended(this, append.batch());
				write(append.writeNumber(), append);
			}
			else if (effect instanceof RecordingOutput.Truncate truncate) {
				this.cluster.invariants.truncated(this, truncate.index());
				this.log.subList((int) truncate.index() - 1, this.log.size()).clear();
			}
			else if (effect instanceof RecordingOutput.Persist persist) {
				write(persist.writeNumber(), persist);
			}
			else if (effect instanceof RecordingOutput.Send send) {
				leave(send.to(), send.message());
			}
			else if (effect instanceof RecordingOutput.SendEntries send) {
				long first = send.header().previousIndex() + 1;
				leave(send.to(), send.header()
					.withEntries(EntryBatch.concat(this.log.subList((int) first - 1, (int) send.lastIndex()))));
			}
			else if (effect instanceof RecordingOutput.SendAfterPersist send) {
				this.writes.add(new Waiting(send.to(), send.message()));
				force();
			}
			else if (effect instanceof RecordingOutput.Commit commit) {
				this.cluster.invariants.committed(this, commit.index());
			}
			else if (effect instanceof RecordingOutput.ReadReady ready) {
				long atLeast = this.reads.remove(ready.readId());
				this.readsAnswered++;
				if (ready.index() < atLeast) {
					throw new AssertionError("Stale read at " + this.id + ": index " + ready.index() + " after "
							+ atLeast + " was committed");
				}
			}
			else if (effect instanceof RecordingOutput.ReadFailed failed) {
				this.readsFailed++;
				this.reads.remove(failed.readId());
			}
			else if (effect instanceof RecordingOutput.Event event
					&& event.event() instanceof RaftEvent.RoleChanged changed && changed.role() == Role.LEADER) {
				this.cluster.invariants.elected(this, changed.term());
			}
		}
	}

	private void write(long number, Object write) {
		if (number != ++this.lastWrite) {
			throw new AssertionError("Write " + number + " follows write " + (this.lastWrite - 1));
		}
		this.writes.add(write);
		force();
	}

	/** Makes a random number of the waiting writes durable, a while from now. */
	private void force() {
		if (this.forcing) {
			return;
		}
		this.forcing = true;
		long life = this.life;
		this.cluster.schedule(this.random.nextLong(this.cluster.forceNanosMax), () -> {
			if (this.life == life) {
				this.forcing = false;
				forced(1 + this.random.nextInt(this.writes.size()));
			}
		});
	}

	private void forced(int count) {
		long number = 0;
		for (int i = 0; i < count || this.writes.peek() instanceof Waiting; i++) {
			Object write = this.writes.remove();
			if (write instanceof RecordingOutput.Persist persist) {
				number = persist.writeNumber();
				this.durableState = persist.state();
			}
			else if (write instanceof RecordingOutput.Append append) {
				number = append.writeNumber();
				int from = (int) append.batch().firstIndex() - 1;
				this.durableLog.subList(from, this.durableLog.size()).clear();
				for (long index = from + 1; index <= append.batch().lastIndex(); index++) {
					this.durableLog.add(append.batch().range(index, index));
				}
			}
			else if (write instanceof Waiting waiting) {
				leave(waiting.to(), waiting.message());
			}
		}
		if (!this.writes.isEmpty()) {
			force();
		}
		long persisted = number;
		if (persisted > 0) {
			on(core -> core.onPersisted(persisted, clockNanos()));
		}
	}

	private void leave(NodeId to, Message.Protocol message) {
		this.cluster.invariants.leaves(this, to, message);
		if (message instanceof AppendEntries entries && !entries.entries().isEmpty()
				&& entries.entries().firstIndex() != entries.previousIndex() + 1) {
			throw new AssertionError("Entries do not follow the previous index: " + message);
		}
		this.cluster.deliver(this.id, to, message);
	}

}
