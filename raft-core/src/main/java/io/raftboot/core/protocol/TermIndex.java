package io.raftboot.core.protocol;

import java.util.Arrays;

/**
 * The terms of all entries of a log, kept as runs of equal terms: what the protocol needs
 * to know of the log without reading it. Terms never fall from one entry to the next. The
 * log begins behind its base: index 0 with term 0, or an entry that a snapshot covers and
 * whose term is still known (Raft §7).
 */
public final class TermIndex {

	private long[] terms = new long[8];

	/** Of each run; the first one may reach below the base: it has the base's term. */
	private long[] firstIndexes = new long[8];

	private int runs;

	private long baseIndex;

	private long baseTerm;

	private long lastIndex;

	/** An empty log that begins behind an entry of this index and term. */
	public static TermIndex behind(long index, long term) {
		TermIndex terms = new TermIndex();
		terms.reset(index, term);
		return terms;
	}

	/** Forgets everything; the log begins behind an entry of this index and term. */
	void reset(long index, long term) {
		Invariant.check(index == 0 ? term == 0 : index > 0 && term > 0, "A log begins behind an entry", index, term);
		this.runs = 0;
		this.baseIndex = index;
		this.baseTerm = term;
		this.lastIndex = index;
	}

	/** Forgets the entries below this index; the term of the last of them stays known. */
	void compactTo(long firstIndexToKeep) {
		long base = firstIndexToKeep - 1;
		if (base <= this.baseIndex) {
			return;
		}
		Invariant.check(base <= this.lastIndex, "Entries to forget lie in the log", base, this.lastIndex);
		int gone = runOf(base);
		this.baseTerm = this.terms[gone];
		this.baseIndex = base;
		this.runs -= gone;
		System.arraycopy(this.terms, gone, this.terms, 0, this.runs);
		System.arraycopy(this.firstIndexes, gone, this.firstIndexes, 0, this.runs);
	}

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
		Invariant.check(index > this.baseIndex && index <= this.lastIndex, "Truncated entries lie in the log", index,
				this.lastIndex);
		while (this.runs > 0 && this.firstIndexes[this.runs - 1] >= index) {
			this.runs--;
		}
		this.lastIndex = index - 1;
	}

	/** Index of the entry in front of the first one, 0 for a whole log. */
	public long baseIndex() {
		return this.baseIndex;
	}

	/** Index of the last entry, the base when empty. */
	public long lastIndex() {
		return this.lastIndex;
	}

	/** Term of the last entry, that of the base when empty. */
	public long lastTerm() {
		return (this.runs != 0) ? this.terms[this.runs - 1] : this.baseTerm;
	}

	/**
	 * Term of the entry at this index; 0 where it is not known: below the base, behind
	 * the log.
	 */
	public long termOf(long index) {
		if (index < this.baseIndex || index > this.lastIndex) {
			return 0;
		}
		return (index == this.baseIndex) ? this.baseTerm : this.terms[runOf(index)];
	}

	/**
	 * The last index at or below {@code index} whose term is at most {@code term}. Where
	 * two logs disagree at {@code index}, everything above the answer disagrees too, so
	 * that backtracking takes a step per term, not per entry (Raft §5.3). An answer below
	 * the base says no more than that the place is not in this log; it is never negative.
	 */
	public long lastIndexWithTermAtMost(long term, long index) {
		long candidate = Math.min(index, this.lastIndex);
		if (candidate < this.baseIndex) {
			return candidate;
		}
		if (this.baseTerm > term) {
			return this.baseIndex - 1;
		}
		int run = (candidate > this.baseIndex) ? runOf(candidate) : -1;
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
