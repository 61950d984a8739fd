package io.raftboot.test.simulation;

import java.io.IOException;
import java.util.List;

import io.raftboot.core.log.RecoveredLog;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.HardState;
import io.raftboot.core.model.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * What a data directory has promised to keep, noted beside it and kept through crashes:
 * what the engine was told is durable has to be there at the next start.
 */
final class DurableRecord {

	private final NodeId node;

	/** Terms of the entries, by index. */
	private final LongList terms = new LongList();

	private long lastIndex;

	private long durableIndex;

	/** Everything up to here is in a durable snapshot on record. */
	private long snapshotIndex;

	private HardState hardState = HardState.INITIAL;

	private boolean used;

	/** What the node had and nobody knows yet that it has lost; it may be counted. */
	private final @Nullable DurableRecord lost;

	/**
	 * Of an empty directory.
	 * @param lost what was there before, null if that does not count any more
	 */
	DurableRecord(NodeId node, @Nullable DurableRecord lost) {
		this.node = node;
		this.lost = lost;
	}

	/** Whether the node knows a cluster. */
	boolean hasEntries() {
		return this.durableIndex > 0;
	}

	/** Index of the last entry written, forced or not. */
	long lastIndex() {
		return this.lastIndex;
	}

	/** Whether it has or had the entry of this term, by itself or in a snapshot. */
	boolean holds(long index, long term) {
		return index <= this.snapshotIndex || (index <= this.durableIndex && this.terms.get(index) == term)
				|| (this.lost != null && this.lost.holds(index, term));
	}

	/** Whether this much is durable, whatever it is. */
	boolean reaches(long index) {
		return index <= Math.max(this.snapshotIndex, this.durableIndex);
	}

	HardState hardState() {
		return this.hardState;
	}

	/** A start has found this. */
	void opened(RecoveredLog log, HardState found, long foundSnapshotIndex) throws IOException {
		if (this.used) {
			require(found.term() > this.hardState.term() || found.equals(this.hardState)
					|| (found.term() == this.hardState.term() && this.hardState.votedFor() == null),
					"had term and vote " + this.hardState + ", and finds " + found);
			require(foundSnapshotIndex >= this.snapshotIndex,
					"had a snapshot at " + this.snapshotIndex + ", and finds one at " + foundSnapshotIndex);
			require(log.lastIndex() >= this.durableIndex,
					"had entries up to " + this.durableIndex + ", and finds them up to " + log.lastIndex());
		}
		List<RecoveredLog.TermRun> runs = log.runs();
		LongList recovered = new LongList();
		for (int i = 0; i < runs.size(); i++) {
			long end = (i + 1 < runs.size()) ? runs.get(i + 1).firstIndex() - 1 : log.lastIndex();
			for (long index = runs.get(i).firstIndex(); index <= end; index++) {
				recovered.set(index, runs.get(i).term());
			}
		}
		for (long index = Math.max(1, log.firstIndex()); this.used && index <= this.durableIndex; index++) {
			require(recovered.get(index) == this.terms.get(index), "had entry " + index + " of term "
					+ this.terms.get(index) + ", and finds one of term " + recovered.get(index));
		}
		this.used = true;
		this.terms.cut(log.firstIndex());
		for (long index = log.firstIndex(); index <= log.lastIndex(); index++) {
			this.terms.set(index, recovered.get(index));
		}
		this.lastIndex = log.lastIndex();
		this.durableIndex = log.lastIndex();
		this.snapshotIndex = foundSnapshotIndex;
		this.hardState = found;
	}

	/** From here on it may be found with other entries, or as it was, or without. */
	void overwriting(long firstIndex) {
		this.durableIndex = Math.min(this.durableIndex, firstIndex - 1);
	}

	/** Entries were written, over others perhaps, and not forced. */
	void appended(EntryBatch batch, LongList batchTerms) {
		this.terms.cut(batch.firstIndex());
		for (long index = batch.firstIndex(); index <= batch.lastIndex(); index++) {
			this.terms.set(index, batchTerms.get(index - batch.firstIndex()));
		}
		this.lastIndex = batch.lastIndex();
	}

	void forced() {
		this.durableIndex = this.lastIndex;
	}

	void reset(long index) {
		this.terms.cut(0);
		this.lastIndex = index;
		this.durableIndex = index;
	}

	/** The log may be shortened behind this snapshot from now on. */
	void naming(long newSnapshotIndex, boolean exists) {
		require(exists, "is to know of a snapshot at " + newSnapshotIndex + ", and has none there");
	}

	void stored(HardState state, long storedSnapshotIndex) {
		require(state.term() >= this.hardState.term(), "goes back from " + this.hardState + " to " + state);
		require(state.term() > this.hardState.term() || this.hardState.votedFor() == null
				|| this.hardState.votedFor().equals(state.votedFor()),
				"votes twice: " + this.hardState + ", then " + state);
		this.hardState = state;
		this.snapshotIndex = Math.max(this.snapshotIndex, storedSnapshotIndex);
	}

	@Nullable NodeId vote(long term) {
		return (this.hardState.term() == term) ? this.hardState.votedFor() : null;
	}

	private void require(boolean holds, String what) {
		if (!holds) {
			throw new BrokenLaw("The disk of " + this.node + " " + what);
		}
	}

}
