package io.raftboot.test.scenario;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.HardState;
import io.raftboot.core.model.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * A node's disk: one queue of writes, made durable at once unless told to wait, and what
 * survives a crash. A failed write fails the node, and nothing that waited for it leaves.
 */
final class NodeDisk {

	private final Node node;

	private final ArrayDeque<Job> jobs = new ArrayDeque<>();

	private final EntryLog log = new EntryLog();

	private final List<NodeSnapshot> snapshots = new ArrayList<>();

	private HardState hardState = HardState.INITIAL;

	private boolean holding;

	private long granted;

	private boolean failing;

	private long lastWrite;

	/** Something for the disk to do: a write has a number above 0. */
	private record Job(long number, String text, Runnable action) {
	}

	NodeDisk(Node node) {
		this.node = node;
	}

	EntryLog log() {
		return this.log;
	}

	HardState hardState() {
		return this.hardState;
	}

	void hardState(HardState hardState) {
		this.hardState = hardState;
	}

	/** The newest snapshot, null if there is none. */
	@Nullable NodeSnapshot snapshot() {
		return this.snapshots.stream().max(Comparator.comparingLong(NodeSnapshot::index)).orElse(null);
	}

	/** The snapshot at this index, null if there is none. */
	@Nullable NodeSnapshot snapshot(long index) {
		return this.snapshots.stream().filter((snapshot) -> snapshot.index() == index).findFirst().orElse(null);
	}

	void keep(NodeSnapshot snapshot) {
		this.snapshots.add(snapshot);
	}

	/** Up to here it has everything, by its log or by a snapshot. */
	long coveredIndex() {
		NodeSnapshot snapshot = snapshot();
		return Math.max(this.log.lastIndex(), (snapshot != null) ? snapshot.index() : 0);
	}

	void append(long number, EntryBatch batch) {
		write(number, "entries " + batch.firstIndex() + ".." + batch.lastIndex(), () -> this.log.write(batch));
	}

	void persist(long number, HardState state) {
		write(number, "term " + state.term() + " and vote " + state.votedFor(), () -> this.hardState = state);
	}

	/** The log is replaced by the place behind a snapshot. */
	void install(long number, NodeSnapshot snapshot) {
		write(number, "the log's reset to snapshot " + snapshot.index(),
				() -> this.log.reset(snapshot.meta().term(), snapshot.index()));
	}

	/** A snapshot file; what follows happens when it is durable. */
	void store(NodeSnapshot snapshot, Runnable stored) {
		this.jobs.add(new Job(0, "snapshot " + snapshot.index(), () -> {
			keep(snapshot);
			stored.run();
		}));
	}

	void compact(long firstIndexToKeep) {
		this.jobs.add(new Job(0, "", () -> this.log.compactTo(firstIndexToKeep)));
	}

	/** Leaves when all writes before it are durable. */
	void afterwards(NodeId to, Object message) {
		this.jobs.add(new Job(0, "", () -> this.node.leaves(to, message)));
	}

	void hold() {
		this.holding = true;
		this.granted = 0;
	}

	void allow(long writes) {
		this.granted = writes;
	}

	void resume() {
		this.holding = false;
	}

	/** The next write fails. */
	void fail() {
		this.failing = true;
	}

	/** Power is gone, or the process: what waits is lost. */
	void crash() {
		this.jobs.clear();
		this.lastWrite = 0;
		this.holding = false;
		this.failing = false;
	}

	void wipe() {
		this.log.reset(0, 0);
		this.snapshots.clear();
		this.hardState = HardState.INITIAL;
	}

	boolean isIdle() {
		return this.jobs.isEmpty();
	}

	/** Does what it may; whether there was anything. */
	boolean progress() {
		long durable = 0;
		boolean any = false;
		while (!this.jobs.isEmpty() && mayDo(this.jobs.peek())) {
			Job job = this.jobs.remove();
			if (this.failing && !job.text().isEmpty()) {
				this.node.fail("its disk fails at " + job.text());
				return false;
			}
			any = true;
			if (!job.text().isEmpty()) {
				this.node.says("durable: " + job.text());
			}
			job.action().run();
			durable = Math.max(durable, job.number());
		}
		this.granted = 0;
		if (durable > 0) {
			this.node.core().onPersisted(durable, this.node.clockNanos());
		}
		return any;
	}

	private boolean mayDo(Job job) {
		if (!this.holding || this.failing || job.text().isEmpty()) {
			return true;
		}
		this.granted--;
		return this.granted >= 0;
	}

	private void write(long number, String text, Runnable action) {
		if (number != ++this.lastWrite) {
			throw this.node.cluster()
				.failure(this.node.id() + " numbers a write " + number + " after write " + (this.lastWrite - 1));
		}
		this.node.says("writes " + text + " (write " + number + ")");
		this.jobs.add(new Job(number, text + " (write " + number + ")", action));
	}

}
