package io.raftboot.core.protocol;

import io.raftboot.core.model.Peer;

/**
 * A node that was removed and still is told so: it is sent entries and the commit index
 * until it knows the configuration it is not in any more, for a limited time.
 *
 * @param peer who and where
 * @param progress how far it is
 * @param membershipIndex index of the configuration it is not in
 * @param deadlineNanos when it is given up
 */
record LeavingPeer(Peer peer, Progress progress, long membershipIndex, long deadlineNanos) {

	boolean isDone(long nowNanos) {
		return nowNanos - this.deadlineNanos >= 0 || (this.progress.matchIndex() >= this.membershipIndex
				&& this.progress.commitSent() >= this.membershipIndex);
	}

}
