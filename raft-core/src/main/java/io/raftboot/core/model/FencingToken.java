package io.raftboot.core.model;

/**
 * Number of one leadership, for whoever takes orders of leaders: who has seen one refuses
 * every older one. Later leaderships have greater tokens, across restarts and changes of
 * members. There is one leader per term, so the term alone tells them apart as well.
 *
 * @param term the term
 * @param index log index of the entry with which the term was begun; it is committed
 */
public record FencingToken(long term, long index) implements Comparable<FencingToken> {

	/** Whether this one was given out after the other. */
	public boolean isNewerThan(FencingToken other) {
		return compareTo(other) > 0;
	}

	@Override
	public int compareTo(FencingToken other) {
		int byTerm = Long.compare(this.term, other.term);
		return (byTerm != 0) ? byTerm : Long.compare(this.index, other.index);
	}

}
