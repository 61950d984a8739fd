package io.raftboot.core.protocol;

import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.ReadIndexResponse;
import org.jspecify.annotations.Nullable;

/**
 * A leader's answers to reads, its own and those of followers (thesis 6.4): each waits
 * for a quorum's answers to a round that began after it, all of them share one round, and
 * one that may use the lease is answered at once while there is one.
 */
final class LeaderReads {

	private final RaftContext context;

	private final QuorumRound rounds;

	private final Replication replication;

	private final Lease lease;

	private final CommitNews commitNews;

	private final ReadIndexQueue reads = new ReadIndexQueue();

	LeaderReads(RaftContext context, QuorumRound rounds, Replication replication, Lease lease, CommitNews commitNews) {
		this.context = context;
		this.rounds = rounds;
		this.replication = replication;
		this.lease = lease;
		this.commitNews = commitNews;
	}

	/**
	 * Thesis 6.4: not before an entry of the own term is committed.
	 * @param from the follower that asks, null for this node
	 * @param commitKnown whether such an entry is
	 */
	void read(@Nullable NodeId from, long readId, boolean leaseAllowed, boolean commitKnown, long nowNanos) {
		if (!commitKnown) {
			this.reads.park(from, readId);
		}
		else if (leaseAllowed && this.lease.remainingNanos(nowNanos) > 0) {
			answer(from, readId, this.context.log.commitIndex());
		}
		else {
			register(from, readId, nowNanos);
		}
	}

	/** An entry of the own term is committed: what waited for that gets its index. */
	void commitKnown(long nowNanos) {
		ReadIndexQueue.Read read = this.reads.unpark();
		while (read != null) {
			register(read.from(), read.readId(), nowNanos);
			read = this.reads.unpark();
		}
	}

	private void register(@Nullable NodeId from, long readId, long nowNanos) {
		this.reads.register(from, readId, this.context.log.commitIndex(), this.rounds.current() + 1);
		if (!this.rounds.isOutstanding()) {
			beginRound(nowNanos);
		}
	}

	/** Speaks to every peer, and asks whether this node still leads. */
	void beginRound(long nowNanos) {
		this.rounds.begin(nowNanos);
		this.replication.heartbeatAll(nowNanos);
		completeRounds(nowNanos);
	}

	/** Answers the reads that a quorum has confirmed. */
	void completeRounds(long nowNanos) {
		this.rounds.completed(this.replication.quorumRound());
		ReadIndexQueue.Read read = this.reads.confirmed(this.rounds.completed());
		while (read != null) {
			answer(read.from(), read.readId(), read.index());
			read = this.reads.confirmed(this.rounds.completed());
		}
		if (this.reads.isWaiting() && !this.rounds.isOutstanding()) {
			beginRound(nowNanos);
		}
	}

	/** This node leads no more. */
	void failAll() {
		ReadIndexQueue.Read read = this.reads.abandon();
		while (read != null) {
			answer(read.from(), read.readId(), -1);
			read = this.reads.abandon();
		}
	}

	private void answer(@Nullable NodeId from, long readId, long index) {
		if (from != null) {
			this.commitNews.await(index);
			this.context.send(from,
					new ReadIndexResponse(this.context.self, this.context.ballot.term(), readId, index));
		}
		else if (index >= 0) {
			this.context.output.readReady(readId, index);
		}
		else {
			this.context.output.readFailed(readId);
		}
	}

}
