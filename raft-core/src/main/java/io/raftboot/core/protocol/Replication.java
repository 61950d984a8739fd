package io.raftboot.core.protocol;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.AppendResponse;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.HeartbeatResponse;
import io.raftboot.core.model.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * A leader's peers: what each holds, what goes to it next, and what a quorum of them has
 * reached. The leader itself counts by its own disk.
 */
final class Replication {

	private final RaftContext context;

	private final long term;

	private final Quorum quorum;

	private final QuorumRound rounds;

	private final Progress[] peers;

	/** Which of {@link #peers} has a slot of the quorum, -1 for this node. */
	private final int[] peerOfSlot;

	private final int selfSlot;

	private final long[] values;

	private final int voteRefusalMillis;

	private final long patienceNanos;

	Replication(RaftContext context, Quorum quorum, QuorumRound rounds, long nextIndex, long nowNanos) {
		this.context = context;
		this.term = context.ballot.term();
		this.quorum = quorum;
		this.rounds = rounds;
		this.selfSlot = quorum.slot(context.self);
		this.values = new long[quorum.size()];
		this.peerOfSlot = new int[quorum.size()];
		this.peers = new Progress[quorum.size() - ((this.selfSlot >= 0) ? 1 : 0)];
		long electionTimeoutNanos = context.settings.electionTimeoutNanos();
		this.voteRefusalMillis = (int) ((electionTimeoutNanos + 999_999) / 1_000_000);
		this.patienceNanos = 2 * context.settings.heartbeatIntervalNanos();
		int peer = 0;
		for (int slot = 0; slot < quorum.size(); slot++) {
			this.peerOfSlot[slot] = (slot != this.selfSlot) ? peer : -1;
			if (slot != this.selfSlot) {
				this.peers[peer++] = new Progress(quorum.member(slot), nextIndex, nowNanos,
						nowNanos - electionTimeoutNanos);
			}
		}
	}

	int peerCount() {
		return this.peers.length;
	}

	PeerProgress peer(int position) {
		return this.peers[position];
	}

	/** What is known of this peer, null if it is no member. */
	@Nullable Progress find(NodeId id) {
		int slot = this.quorum.slot(id);
		return (slot >= 0 && slot != this.selfSlot) ? this.peers[this.peerOfSlot[slot]] : null;
	}

	/** Sends every peer what it lacks, as far as its limits allow. */
	void replicateAll(long nowNanos) {
		for (Progress peer : this.peers) {
			replicate(peer, nowNanos);
		}
	}

	/** Speaks to every peer in the current round. */
	void heartbeatAll(long nowNanos) {
		for (Progress peer : this.peers) {
			heartbeat(peer, nowNanos);
		}
	}

	/** Tells the commit index to those whom no entries will tell. */
	void announceCommit(long nowNanos) {
		for (Progress peer : this.peers) {
			if (peer.needsCommit(this.context.log.commitIndex())) {
				heartbeat(peer, nowNanos);
			}
		}
	}

	boolean isCommitToAnnounce() {
		for (Progress peer : this.peers) {
			if (peer.needsCommit(this.context.log.commitIndex())) {
				return true;
			}
		}
		return false;
	}

	void connected(Progress peer, long nowNanos) {
		peer.disconnected();
		heartbeat(peer, nowNanos);
		probe(peer, nowNanos);
	}

	void onAppendResponse(Progress peer, AppendResponse message, long nowNanos) {
		peer.answered(message.round(), this.rounds, nowNanos);
		if (message.success()) {
			Invariant.check(message.matchIndex() <= this.context.log.lastIndex(),
					"A peer holds no more than it was sent", message.matchIndex(), this.context.log.lastIndex());
			peer.acknowledged(message.matchIndex(), nowNanos);
			replicate(peer, nowNanos);
		}
		else {
			// Raft §5.3: skip all entries of the terms in conflict at once.
			long hint = this.context.log.lastIndexWithTermAtMost(message.hintTerm(), message.hintIndex());
			if (peer.refused(message.matchIndex(), hint)) {
				probe(peer, nowNanos);
			}
		}
	}

	void onHeartbeatResponse(Progress peer, HeartbeatResponse message, long nowNanos) {
		peer.answered(message.round(), this.rounds, nowNanos);
		peer.heartbeatAnswered(message.round(), nowNanos);
		peer.suspectLoss(message.lastLogIndex(), this.patienceNanos, nowNanos);
		if (peer.isReplicating()) {
			replicate(peer, nowNanos);
		}
		else {
			probe(peer, nowNanos);
		}
	}

	/** Raft §5.3: the last index that is durable on a quorum, this node included. */
	long quorumMatchIndex() {
		for (int slot = 0; slot < this.values.length; slot++) {
			this.values[slot] = (slot != this.selfSlot) ? at(slot).matchIndex() : this.context.writes.durableIndex();
		}
		return this.quorum.reached(this.values);
	}

	/** The latest round that a quorum has answered. */
	long quorumRound() {
		for (int slot = 0; slot < this.values.length; slot++) {
			this.values[slot] = (slot != this.selfSlot) ? at(slot).acknowledgedRound() : this.rounds.current();
		}
		return this.quorum.reached(this.values);
	}

	/** Since when a quorum has not been heard from. */
	long quorumContactNanos(long nowNanos) {
		for (int slot = 0; slot < this.values.length; slot++) {
			this.values[slot] = (slot != this.selfSlot) ? at(slot).contactNanos() : nowNanos;
		}
		return this.quorum.reached(this.values);
	}

	/** When the latest messages were sent that a quorum has answered. */
	long quorumSendNanos(long nowNanos) {
		for (int slot = 0; slot < this.values.length; slot++) {
			this.values[slot] = (slot != this.selfSlot) ? at(slot).acknowledgedSendNanos() : nowNanos;
		}
		return this.quorum.reached(this.values);
	}

	private Progress at(int slot) {
		return this.peers[this.peerOfSlot[slot]];
	}

	private void replicate(Progress peer, long nowNanos) {
		long lastIndex = this.context.log.lastIndex();
		while (peer.nextIndex() <= lastIndex && peer.maySend(this.context.settings)) {
			sendEntries(peer, lastIndex, nowNanos);
		}
	}

	/** Asks where the peer's log agrees, even when there is nothing new to send. */
	private void probe(Progress peer, long nowNanos) {
		long lastIndex = this.context.log.lastIndex();
		if (peer.nextIndex() <= lastIndex) {
			replicate(peer, nowNanos);
		}
		else if (peer.maySend(this.context.settings)) {
			this.context.send(peer.id(), header(peer));
			peer.sent(peer.nextIndex() - 1, 0, this.context.log.commitIndex(), nowNanos);
		}
	}

	private void sendEntries(Progress peer, long lastIndex, long nowNanos) {
		long first = peer.nextIndex();
		long last = this.context.sizes.lastIndexWithin(first, lastIndex, this.context.settings.messageBytesMax());
		Invariant.check(last >= first && last <= lastIndex, "A message has entries of the log", last, lastIndex);
		this.context.output.sendEntries(peer.id(), header(peer), last);
		peer.sent(last, this.context.sizes.bytes(first, last), this.context.log.commitIndex(), nowNanos);
	}

	private AppendEntries header(Progress peer) {
		long previousIndex = peer.nextIndex() - 1;
		long previousTerm = this.context.log.termOf(previousIndex);
		Invariant.check(previousIndex == 0 || previousTerm > 0, "The term in front of a message is known", previousTerm,
				previousIndex);
		return new AppendEntries(this.context.self, this.term, previousIndex, previousTerm,
				this.context.log.commitIndex(), this.rounds.current(), this.voteRefusalMillis, EntryBatch.EMPTY);
	}

	/** Raft figure 2 with a cap: nothing is said to be committed that may not match. */
	private void heartbeat(Progress peer, long nowNanos) {
		long commitIndex = Math.min(peer.matchIndex(), this.context.log.commitIndex());
		this.context.send(peer.id(), new Heartbeat(this.context.self, this.term, commitIndex, this.rounds.current(),
				this.voteRefusalMillis));
		peer.heartbeatSent(this.rounds.current(), commitIndex, nowNanos);
	}

}
