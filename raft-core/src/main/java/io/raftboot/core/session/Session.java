package io.raftboot.core.session;

import org.jspecify.annotations.Nullable;

/**
 * What one client was answered, from its lowest unanswered command up.
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

	private RememberedAnswers answers = new RememberedAnswers();

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
			this.answers.forget(forgotten);
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
		return (sequence <= this.highest && this.answers.has(sequence)) ? Verdict.REPEATED : Verdict.FIRST;
	}

	void remember(long sequence, long index, long term, Object answer) {
		while (sequence - this.lowest >= this.answers.capacity()) {
			this.answers = this.answers.grown(this.lowest, this.highest);
		}
		this.answers.put(sequence, index, term, answer);
		this.highest = Math.max(this.highest, sequence);
	}

	@Nullable Answer answer(long sequence) {
		return (sequence >= this.lowest && sequence <= this.highest) ? this.answers.get(sequence) : null;
	}

}
