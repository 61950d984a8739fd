package io.raftboot.core.protocol;

import java.util.ArrayDeque;

import io.raftboot.core.model.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * Reads that wait on a leader (thesis 6.4): parked until an entry of its own term is
 * committed, then registered at the commit index until a quorum has answered a round that
 * began after them. A read stands for a whole batch of users' reads.
 */
final class ReadIndexQueue {

	private final ArrayDeque<Read> parked = new ArrayDeque<>();

	private final ArrayDeque<Read> registered = new ArrayDeque<>();

	/** The leader does not know yet what is committed. */
	void park(@Nullable NodeId from, long readId) {
		this.parked.add(new Read(from, readId, 0, 0));
	}

	/** The next parked read, null when there is none. */
	@Nullable Read unpark() {
		return this.parked.poll();
	}

	void register(@Nullable NodeId from, long readId, long index, long round) {
		this.registered.add(new Read(from, readId, index, round));
	}

	/** The next read that a quorum's answers to this round confirm, null if none. */
	@Nullable Read confirmed(long completedRound) {
		Read first = this.registered.peek();
		return (first != null && first.round() <= completedRound) ? this.registered.poll() : null;
	}

	/** The next read of all, null when there is none. */
	@Nullable Read abandon() {
		Read read = this.parked.poll();
		return (read != null) ? read : this.registered.poll();
	}

	boolean isWaiting() {
		return !this.registered.isEmpty();
	}

	/**
	 * @param from the follower that asked, null for this node
	 * @param readId the asker's number
	 * @param index what must be applied before it is answered
	 * @param round the round that must be completed
	 */
	record Read(@Nullable NodeId from, long readId, long index, long round) {
	}

}
