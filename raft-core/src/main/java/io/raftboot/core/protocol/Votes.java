package io.raftboot.core.protocol;

import io.raftboot.core.model.NodeId;

/** The answers to one election or pre-election. A member counts once; a grant stays. */
final class Votes {

	private static final long REFUSED = -1;

	private static final long GRANTED = 1;

	private final Quorum quorum;

	private final long[] answers;

	Votes(Quorum quorum) {
		this.quorum = quorum;
		this.answers = new long[quorum.size()];
	}

	void record(NodeId from, boolean granted) {
		int slot = this.quorum.slot(from);
		if (slot >= 0 && this.answers[slot] != GRANTED) {
			this.answers[slot] = granted ? GRANTED : REFUSED;
		}
	}

	boolean won() {
		return this.quorum.reached(this.answers) >= GRANTED;
	}

}
