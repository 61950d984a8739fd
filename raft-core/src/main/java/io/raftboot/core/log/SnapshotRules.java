package io.raftboot.core.log;

/**
 * What snapshots allow, whatever keeps log and meta: nothing of the log is let go that no
 * durable snapshot covers, and a newer snapshot is never forgotten.
 */
final class SnapshotRules {

	private SnapshotRules() {
	}

	/**
	 * Snapshots only get newer, and the term at an index that a snapshot covers is
	 * settled.
	 * @throws IllegalArgumentException if it is not so
	 */
	static void checkStore(Meta current, Meta next) {
		boolean older = next.snapshotIndex() < current.snapshotIndex();
		boolean differs = next.snapshotIndex() == current.snapshotIndex()
				&& next.snapshotTerm() != current.snapshotTerm();
		if (older || differs) {
			throw new IllegalArgumentException("Snapshot at " + next.snapshotTerm() + "/" + next.snapshotIndex()
					+ " (term/index) after one at " + current.snapshotTerm() + "/" + current.snapshotIndex());
		}
	}

	/**
	 * Entries that go are in a snapshot.
	 * @throws IllegalArgumentException if one is not
	 */
	static void checkCompact(long firstIndexToKeep, Meta meta) {
		if (firstIndexToKeep > meta.snapshotIndex() + 1) {
			throw new IllegalArgumentException("Entries below " + firstIndexToKeep
					+ " cannot go: the newest snapshot stored in meta ends at " + meta.snapshotIndex());
		}
	}

	/**
	 * A log begins anew behind the newest snapshot only.
	 * @throws IllegalArgumentException if there is another, or its term was not stored
	 */
	static void checkReset(long term, long index, Meta meta) {
		if (index != meta.snapshotIndex() || term != meta.snapshotTerm()) {
			throw new IllegalArgumentException("The log cannot begin behind " + term + "/" + index
					+ " (term/index): the newest snapshot stored in meta is " + meta.snapshotTerm() + "/"
					+ meta.snapshotIndex());
		}
		if (term > meta.hardState().term()) {
			throw new IllegalArgumentException("The log cannot begin behind term " + term
					+ ", while the highest term stored in meta is " + meta.hardState().term());
		}
	}

}
