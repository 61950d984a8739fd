package io.raftboot.core.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import io.raftboot.core.model.EntryBatch;

import org.jspecify.annotations.Nullable;

/**
 * What is known about a log after some of its frames were read, in order. The scan fills
 * it; the open log goes on from it.
 */
final class LogState {

	final FrameIndex index;

	final TermRuns runs;

	private final List<EntryBatch> configurations = new ArrayList<>();

	private final Deque<FrameAt> notKnownDurable = new ArrayDeque<>();

	private long batchNumber;

	private int chain;

	private long durableBatchNumber;

	private long termMax;

	/**
	 * The state before the first frame.
	 * @param header first segment
	 * @param durableBatchNumber what meta knows to be durable
	 */
	LogState(SegmentHeader header, long durableBatchNumber) {
		this.index = new FrameIndex(header.baseIndex());
		this.runs = new TermRuns(header.previousTerm());
		this.batchNumber = header.firstBatchNumber() - 1;
		this.chain = header.previousChain();
		this.durableBatchNumber = durableBatchNumber;
		this.termMax = header.previousTerm();
	}

	/** Why this segment cannot follow what was read, {@code null} if it does. */
	@Nullable String objectionTo(SegmentHeader header) {
		if (header.firstBatchNumber() != this.batchNumber + 1) {
			return "it continues frame " + (header.firstBatchNumber() - 1) + ", but frame " + this.batchNumber
					+ " is the last one before it";
		}
		if (header.previousChain() != this.chain) {
			return "it continues another frame than the one before it";
		}
		if (header.baseIndex() < this.index.firstIndex()) {
			return "it starts at entry " + header.baseIndex() + ", but the log starts at " + this.index.firstIndex();
		}
		if (header.baseIndex() > lastIndex() + 1) {
			return "it starts at entry " + header.baseIndex() + ", but the log before it ends at " + lastIndex();
		}
		if (header.previousTerm() != this.runs.termBefore(header.baseIndex())) {
			return "it continues term " + header.previousTerm() + ", but the entry before it has term "
					+ this.runs.termBefore(header.baseIndex());
		}
		return null;
	}

	/**
	 * Whether a segment was begun to drop all that was read for the snapshot in meta, but
	 * meta was not told: the last step that counts did not happen.
	 */
	boolean isUnfinishedReset(SegmentHeader header, Meta meta) {
		return header.firstBatchNumber() == this.batchNumber + 1 && header.previousChain() == this.chain
				&& header.baseIndex() == meta.snapshotIndex() + 1 && header.previousTerm() == meta.snapshotTerm();
	}

	/** Why this frame cannot be the next one, {@code null} if it can. */
	@Nullable String objectionTo(FrameHeader frame) {
		if (frame.flags() != 0) {
			return "unknown flags " + frame.flags() + " (written by a newer version?)";
		}
		if (frame.batchNumber() != this.batchNumber + 1) {
			return "it is frame " + frame.batchNumber() + " where " + (this.batchNumber + 1) + " belongs";
		}
		if (frame.chain() != this.chain) {
			return "it follows another frame than the one before it";
		}
		if (frame.firstIndex() < this.index.firstIndex() || frame.firstIndex() > lastIndex() + 1 || frame.count() < 1) {
			return "it holds entries " + frame.firstIndex() + ".." + frame.lastIndex() + " in a log "
					+ this.index.firstIndex() + ".." + lastIndex();
		}
		return null;
	}

	/** Takes a frame that was found good. */
	void add(Segment segment, long offset, FrameHeader frame, EntryBatch batch, int chain) {
		this.index.add(frame.firstIndex(), frame.lastIndex(), segment, offset);
		this.runs.append(batch);
		Configurations.addTo(this.configurations, batch);
		this.batchNumber = frame.batchNumber();
		this.chain = chain;
		this.durableBatchNumber = Math.max(this.durableBatchNumber, frame.syncedThroughBatch());
		this.termMax = Math.max(this.termMax, batch.lastTerm());
		this.notKnownDurable.add(new FrameAt(segment, offset, frame.frameBytes(), frame.batchNumber()));
		while (!this.notKnownDurable.isEmpty()
				&& this.notKnownDurable.getFirst().batchNumber() <= this.durableBatchNumber) {
			this.notKnownDurable.removeFirst();
		}
	}

	RecoveredLog recovered() {
		return new RecoveredLog(this.index.firstIndex(), this.runs.termBefore(this.index.firstIndex()), lastIndex(),
				this.runs.toList(), List.copyOf(this.configurations));
	}

	/** Good frames that may have reached the page cache only. */
	Iterable<FrameAt> notKnownDurable() {
		return this.notKnownDurable;
	}

	long lastIndex() {
		return this.index.lastIndex();
	}

	long batchNumber() {
		return this.batchNumber;
	}

	int chain() {
		return this.chain;
	}

	long durableBatchNumber() {
		return this.durableBatchNumber;
	}

	/** Highest term of any entry, overridden ones included. */
	long termMax() {
		return this.termMax;
	}

	/**
	 * Where a frame lies.
	 *
	 * @param segment its segment
	 * @param offset where it starts
	 * @param frameBytes its size
	 * @param batchNumber its number
	 */
	record FrameAt(Segment segment, long offset, int frameBytes, long batchNumber) {
	}

}
