package io.raftboot.core.protocol;

import java.util.Arrays;

/**
 * The terms of all entries of a log, kept as runs of equal terms: what the protocol needs
 * to know of the log without reading it. Terms never fall from one entry to the next.
 * Indexes start at 1; index 0 stands for the place in front of the log and has term 0.
 */
public final class TermIndex {

	private long[] terms = new long[8];

	private long[] firstIndexes = new long[8];

	private int runs;

	private long lastIndex;

	/** Extends the log to this index with entries of this term. */
	public void append(long term, long lastIndex) {
		Invariant.check(lastIndex > this.lastIndex, "Appended entries lie behind the last one", lastIndex,
				this.lastIndex);
		Invariant.check(term >= Math.max(lastTerm(), 1), "Terms in a log never fall", term, lastTerm());
		if (this.runs == 0 || this.terms[this.runs - 1] != term) {
			if (this.runs == this.terms.length) {
				this.terms = Arrays.copyOf(this.terms, 2 * this.runs);
				this.firstIndexes = Arrays.copyOf(this.firstIndexes, 2 * this.runs);
			}
			this.terms[this.runs] = term;
			this.firstIndexes[this.runs] = this.lastIndex + 1;
			this.runs++;
		}
		this.lastIndex = lastIndex;
	}

	/** Forgets the entries from this index on. */
	public void truncateFrom(long index) {
		Invariant.check(index >= 1 && index <= this.lastIndex, "Truncated entries lie in the log", index,
				this.lastIndex);
		while (this.runs > 0 && this.firstIndexes[this.runs - 1] >= index) {
			this.runs--;
		}
		this.lastIndex = index - 1;
	}

	/** Index of the last entry, 0 when empty. */
	public long lastIndex() {
		return this.lastIndex;
	}

	/** Term of the last entry, 0 when empty. */
	public long lastTerm() {
		return (this.runs != 0) ? this.terms[this.runs - 1] : 0;
	}

	/** Term of the entry at this index; 0 in front of the log and behind it. */
	public long termOf(long index) {
		if (index <= 0 || index > this.lastIndex) {
			return 0;
		}
		return this.terms[runOf(index)];
	}

	/**
	 * The last index at or below {@code index} whose term is at most {@code term}; 0 if
	 * there is none. Where two logs disagree at {@code index}, everything above the
	 * answer disagrees too, so that backtracking takes a step per term, not per entry
	 * (Raft §5.3).
	 */
	public long lastIndexWithTermAtMost(long term, long index) {
		long candidate = Math.min(index, this.lastIndex);
		if (candidate <= 0) {
			return 0;
		}
		int run = runOf(candidate);
		while (run >= 0 && this.terms[run] > term) {
			candidate = this.firstIndexes[run] - 1;
			run--;
		}
		return candidate;
	}

	/** The run of an index inside the log; looked for from the end, where most are. */
	private int runOf(long index) {
		if (index >= this.firstIndexes[this.runs - 1]) {
			return this.runs - 1;
		}
		int found = Arrays.binarySearch(this.firstIndexes, 0, this.runs, index);
		return (found >= 0) ? found : -found - 2;
	}

}
