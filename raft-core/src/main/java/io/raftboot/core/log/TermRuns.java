package io.raftboot.core.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.raftboot.core.log.RecoveredLog.TermRun;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryCursor;

/**
 * The terms of a log as runs of equal terms; takes what is appended, overrides included.
 * For one thread.
 */
final class TermRuns {

	private static final int RUNS_MIN = 8;

	private long previousTerm;

	private long[] terms = new long[RUNS_MIN];

	private long[] firstIndexes = new long[RUNS_MIN];

	private int size;

	/**
	 * Runs of an empty log.
	 * @param previousTerm term of the entry before the first one, 0 if there is none
	 */
	TermRuns(long previousTerm) {
		this.previousTerm = previousTerm;
	}

	/** Takes over the terms of these entries; those from its first index on are gone. */
	void append(EntryBatch batch) {
		truncateFrom(batch.firstIndex());
		add(batch.firstTerm(), batch.firstIndex());
		if (batch.firstTerm() != batch.lastTerm()) {
			EntryCursor cursor = batch.cursor();
			while (cursor.next()) {
				add(cursor.term(), cursor.index());
			}
		}
	}

	/** Term of the last entry before this index. */
	long termBefore(long index) {
		int i = this.size - 1;
		while (i >= 0 && this.firstIndexes[i] >= index) {
			i--;
		}
		return (i < 0) ? this.previousTerm : this.terms[i];
	}

	/** Forgets the terms of entries below this one, except that of the last of them. */
	void compactTo(long firstIndex) {
		this.previousTerm = termBefore(firstIndex);
		int dropped = 0;
		while (dropped + 1 < this.size && this.firstIndexes[dropped + 1] <= firstIndex) {
			dropped++;
		}
		int capacity = Math.max(RUNS_MIN, this.size - dropped);
		this.terms = Arrays.copyOfRange(this.terms, dropped, dropped + capacity);
		this.firstIndexes = Arrays.copyOfRange(this.firstIndexes, dropped, dropped + capacity);
		this.size -= dropped;
		this.firstIndexes[0] = Math.max(this.firstIndexes[0], firstIndex);
	}

	/** Forgets everything; the next entry follows one of this term. */
	void reset(long previousTerm) {
		this.previousTerm = previousTerm;
		this.terms = new long[RUNS_MIN];
		this.firstIndexes = new long[RUNS_MIN];
		this.size = 0;
	}

	List<TermRun> toList() {
		List<TermRun> runs = new ArrayList<>(this.size);
		for (int i = 0; i < this.size; i++) {
			runs.add(new TermRun(this.terms[i], this.firstIndexes[i]));
		}
		return List.copyOf(runs);
	}

	private void truncateFrom(long index) {
		while (this.size > 0 && this.firstIndexes[this.size - 1] >= index) {
			this.size--;
		}
	}

	private void add(long term, long firstIndex) {
		if (this.size > 0 && this.terms[this.size - 1] == term) {
			return;
		}
		if (this.size == this.terms.length) {
			this.terms = Arrays.copyOf(this.terms, this.size * 2);
			this.firstIndexes = Arrays.copyOf(this.firstIndexes, this.size * 2);
		}
		this.terms[this.size] = term;
		this.firstIndexes[this.size++] = firstIndex;
	}

}
