package io.raftboot.core.log;

import io.raftboot.core.model.HardState;

/** What may follow what in a {@link MetaStore}, whoever asks. */
final class HardStateRules {

	private HardStateRules() {
	}

	/**
	 * Terms only grow, and a vote stands for its term (Raft §5.2).
	 * @throws IllegalArgumentException if it is not so
	 */
	static void check(HardState current, HardState next) {
		if (next.term() < current.term()) {
			throw new IllegalArgumentException("Term " + next.term() + " after term " + current.term());
		}
		if (next.term() == current.term() && current.votedFor() != null
				&& !current.votedFor().equals(next.votedFor())) {
			throw new IllegalArgumentException(
					"Vote for " + next.votedFor() + " after one for " + current.votedFor() + " in term " + next.term());
		}
	}

}
