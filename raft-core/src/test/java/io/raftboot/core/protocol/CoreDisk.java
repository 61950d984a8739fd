package io.raftboot.core.protocol;

import java.util.ArrayDeque;
import java.util.SplittableRandom;

import io.raftboot.core.model.HardState;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * The disk of a {@link CoreNode}: writes wait in one queue, some at a time become
 * durable, a crash forgets the rest, and it may hang.
 */
final class CoreDisk {

	HardState state = HardState.INITIAL;

	final CoreLog log = new CoreLog();

	/** Durable by itself, before any write that rests on it. */
	@Nullable CoreSnapshot snapshot;

	private final CoreNode node;

	private final CoreCluster cluster;

	private final SplittableRandom random;

	private final ArrayDeque<Object> writes = new ArrayDeque<>();

	private boolean forcing;

	private long life;

	private long lastWrite;

	private long hungUntilNanos;

	private record Waiting(NodeId to, Message.Protocol message) {
	}

	private record Compaction(long firstIndexToKeep) {
	}

	CoreDisk(CoreNode node, CoreCluster cluster, SplittableRandom random) {
		this.node = node;
		this.cluster = cluster;
		this.random = random;
	}

	void crash() {
		this.life++;
		this.writes.clear();
		this.forcing = false;
		this.lastWrite = 0;
	}

	void wipe() {
		this.state = HardState.INITIAL;
		this.log.reset(0, 0);
		this.snapshot = null;
	}

	/** Nothing becomes durable for so long. */
	void hang(long nanos) {
		this.hungUntilNanos = this.cluster.nowNanos + nanos;
	}

	void write(long number, Object write) {
		if (number != ++this.lastWrite) {
			throw new AssertionError("Write " + number + " follows write " + (this.lastWrite - 1));
		}
		this.writes.add(write);
		force();
	}

	void sendAfterPersist(NodeId to, Message.Protocol message) {
		this.writes.add(new Waiting(to, message));
		force();
	}

	void compact(long firstIndexToKeep) {
		this.writes.add(new Compaction(firstIndexToKeep));
		force();
	}

	/** A snapshot file is complete; an older one does not replace a newer one. */
	void store(CoreSnapshot file) {
		if (this.snapshot == null || file.meta().index() > this.snapshot.meta().index()) {
			this.snapshot = file;
		}
	}

	/** A log stays beside a snapshot only if it has the entry the snapshot ends with. */
	void recover() {
		CoreSnapshot newest = this.snapshot;
		if (newest == null) {
			return;
		}
		long index = newest.meta().index();
		if (index < this.log.baseIndex()) {
			throw new AssertionError("The log begins at " + this.log.baseIndex() + ", behind the snapshot " + index);
		}
		if (this.log.termOf(index) != newest.meta().term()) {
			this.log.reset(index, newest.meta().term());
		}
	}

	/** Whether it has this entry, or a snapshot that covers it. */
	boolean holds(long index, long fingerprint) {
		return this.log.has(index) ? ClusterInvariants.fingerprint(this.log.get(index)) == fingerprint
				: index <= this.log.baseIndex() || (this.snapshot != null && this.snapshot.meta().index() >= index);
	}

	private void force() {
		if (this.forcing) {
			return;
		}
		this.forcing = true;
		long life = this.life;
		long hung = Math.max(0, this.hungUntilNanos - this.cluster.nowNanos);
		this.cluster.schedule(hung + this.random.nextLong(this.cluster.forceNanosMax), () -> {
			if (this.life != life) {
				return;
			}
			this.forcing = false;
			if (this.cluster.nowNanos < this.hungUntilNanos) {
				force();
			}
			else {
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
				this.state = persist.state();
			}
			else if (write instanceof RecordingOutput.Append append) {
				number = append.writeNumber();
				this.log.truncateFrom(append.batch().firstIndex());
				this.log.append(append.batch());
			}
			else if (write instanceof RecordingOutput.InstallSnapshot install) {
				number = install.writeNumber();
				this.log.reset(install.snapshot().index(), install.snapshot().term());
			}
			else if (write instanceof Compaction compaction) {
				this.log.compactTo(compaction.firstIndexToKeep());
			}
			else if (write instanceof Waiting waiting) {
				this.node.leave(waiting.to(), waiting.message());
			}
		}
		if (!this.writes.isEmpty()) {
			force();
		}
		long persisted = number;
		if (persisted > 0) {
			this.node.on((core) -> core.onPersisted(persisted, this.node.clockNanos()));
		}
	}

}
