package io.raftboot.core.session;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Answers of one client's commands, from the lowest unanswered one up, by their numbers
 * in rings that grow. Nothing is allocated per command.
 */
final class Session {

	/** Part of the replicated semantics: another value would answer otherwise. */
	static final int WINDOW_MAX = 1 << 20;

	final long id;

	final long timeoutMillis;

	long lastMillis;

	long lastIndex;

	private long lowest;

	/** Highest number that was applied. */
	private long highest;

	/** A result, a failure, or a kind; null where nothing was applied. */
	private @Nullable Object[] told = new Object[16];

	private long[] indexes = new long[16];

	private long[] terms = new long[16];

	Session(long id, long timeoutMillis, long nowMillis, long lowest) {
		this.id = id;
		this.timeoutMillis = timeoutMillis;
		this.lastMillis = nowMillis;
		this.lastIndex = id;
		this.lowest = lowest;
		this.highest = lowest - 1;
	}

	long lowest() {
		return this.lowest;
	}

	long highest() {
		return this.highest;
	}

	boolean isExpired(long nowMillis) {
		return nowMillis - this.lastMillis > this.timeoutMillis;
	}

	/** Forgets what is below. */
	void forgetBelow(long sequence) {
		long end = Math.min(sequence, this.highest + 1);
		for (long forgotten = this.lowest; forgotten < end; forgotten++) {
			this.told[slot(forgotten)] = null;
		}
		this.lowest = Math.max(this.lowest, sequence);
		this.highest = Math.max(this.highest, this.lowest - 1);
	}

	Verdict verdict(long sequence) {
		if (sequence < this.lowest) {
			return Verdict.ANSWERED;
		}
		if (sequence - this.lowest >= WINDOW_MAX) {
			return Verdict.TOO_FAR_AHEAD;
		}
		return (sequence <= this.highest && this.told[slot(sequence)] != null) ? Verdict.REPEATED : Verdict.FIRST;
	}

	void remember(long sequence, long index, long term, Object answer) {
		while (sequence - this.lowest >= this.told.length) {
			grow();
		}
		this.told[slot(sequence)] = answer;
		this.indexes[slot(sequence)] = index;
		this.terms[slot(sequence)] = term;
		this.highest = Math.max(this.highest, sequence);
	}

	@Nullable Answer answer(long sequence) {
		Object answer = (sequence >= this.lowest && sequence <= this.highest) ? this.told[slot(sequence)] : null;
		return (answer != null) ? Answer.of(this.indexes[slot(sequence)], this.terms[slot(sequence)], answer) : null;
	}

	private int slot(long sequence) {
		return (int) sequence & (this.told.length - 1);
	}

	private void grow() {
		Object[] oldTold = this.told;
		long[] oldIndexes = this.indexes;
		long[] oldTerms = this.terms;
		this.told = new Object[oldTold.length * 2];
		this.indexes = Arrays.copyOf(oldIndexes, this.told.length);
		this.terms = Arrays.copyOf(oldTerms, this.told.length);
		for (long sequence = this.lowest; sequence <= this.highest; sequence++) {
			int from = (int) sequence & (oldTold.length - 1);
			this.told[slot(sequence)] = oldTold[from];
			this.indexes[slot(sequence)] = oldIndexes[from];
			this.terms[slot(sequence)] = oldTerms[from];
		}
	}

}
