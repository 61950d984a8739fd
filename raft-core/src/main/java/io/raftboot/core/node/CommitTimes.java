package io.raftboot.core.node;

/**
 * Measures how long a leader's batches of commands take from their append to their
 * commit. Those that another leader commits, or replaces, do not count. Loop thread only.
 */
final class CommitTimes {

	private final NodeMeter meter;

	private final IndexTimes appended = new IndexTimes();

	private long term;

	CommitTimes(NodeMeter meter) {
		this.meter = meter;
	}

	/** A batch that ends with this index was appended by the leader of this term. */
	void appended(long term, long lastIndex, long nowNanos) {
		follow(term);
		this.appended.add(lastIndex, nowNanos);
	}

	/**
	 * Tells what is committed since the last call; each turn.
	 * @param term the term this node leads, 0 if it does not
	 */
	void advance(long term, long commitIndex, long nowNanos) {
		follow(term);
		while (this.appended.reaches(commitIndex)) {
			this.meter.batchCommitted(nowNanos - this.appended.remove());
		}
	}

	private void follow(long term) {
		if (term != this.term) {
			this.term = term;
			this.appended.clear();
		}
	}

}
