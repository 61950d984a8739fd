package io.raftboot.core.protocol;

import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.AppendResponse;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.HeartbeatResponse;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import org.jspecify.annotations.Nullable;

/**
 * A leader's peers: what each holds, what goes to it next, and what a quorum of them has
 * reached. The leader itself counts by its own disk.
 */
final class Replication {

	private final RaftContext context;

	private final long term;

	private final QuorumRound rounds;

	private final List<LeavingPeer> leaving = new ArrayList<>();

	private Quorum quorum;

	private Progress[] peers = {};

	/** Which of {@link #peers} has a slot of the quorum, -1 for this node. */
	private int[] peerOfSlot;

	private int selfSlot;

	private long[] values;

	private final int voteRefusalMillis;

	private final long patienceNanos;

	Replication(RaftContext context, QuorumRound rounds, long nowNanos) {
		this.context = context;
		this.term = context.ballot.term();
		this.rounds = rounds;
		long electionTimeoutNanos = context.settings.electionTimeoutNanos();
		this.voteRefusalMillis = (int) ((electionTimeoutNanos + 999_999) / 1_000_000);
		this.patienceNanos = 2 * context.settings.heartbeatIntervalNanos();
		assign(nowNanos);
	}

	/**
	 * Another configuration is in effect. What is known of a peer stays; those who are
	 * not in it any more are served on until they know.
	 * @param before the configuration so far
	 */
	void reconfigure(Membership before, long nowNanos) {
		MembershipTracker current = this.context.membership;
		for (Progress peer : this.peers) {
			Peer member = before.member(peer.id());
			if (member != null && current.membership().member(peer.id()) == null) {
				this.leaving.add(new LeavingPeer(member, peer, current.index(),
						nowNanos + 2 * this.context.settings.electionTimeoutNanos()));
			}
		}
		assign(nowNanos);
		this.leaving.removeIf((left) -> this.quorum.slot(left.peer().id()) >= 0);
	}

	private void assign(long nowNanos) {
		Quorum quorum = Quorum.majority(this.context.membership.membership());
		int selfSlot = quorum.slot(this.context.self);
		int[] peerOfSlot = new int[quorum.size()];
		Progress[] peers = new Progress[quorum.size() - ((selfSlot >= 0) ? 1 : 0)];
		int peer = 0;
		for (int slot = 0; slot < quorum.size(); slot++) {
			peerOfSlot[slot] = (slot != selfSlot) ? peer : -1;
			if (slot != selfSlot) {
				Progress known = findMember(quorum.member(slot));
				peers[peer++] = (known != null) ? known
						: new Progress(quorum.member(slot), this.context.log.lastIndex() + 1, nowNanos,
								nowNanos - this.context.settings.electionTimeoutNanos());
			}
		}
		this.quorum = quorum;
		this.selfSlot = selfSlot;
		this.values = new long[quorum.size()];
		this.peerOfSlot = peerOfSlot;
		this.peers = peers;
	}

	/** Stops serving removed peers that know, or that cannot be told. */
	void forgetLeft(long nowNanos) {
		this.leaving.removeIf((left) -> left.isDone(nowNanos));
	}

	/** Who was removed and is still served. */
	List<LeavingPeer> leaving() {
		return this.leaving;
	}

	/** The voter, in contact, that has most of the log; null if there is none. */
	@Nullable Progress bestSuccessor(long nowNanos) {
		Progress best = null;
		for (Progress peer : this.peers) {
			if (this.quorum.isVoter(this.quorum.slot(peer.id()))
					&& nowNanos - peer.contactNanos() < this.context.settings.electionTimeoutNanos()
					&& (best == null || peer.matchIndex() > best.matchIndex())) {
				best = peer;
			}
		}
		return best;
	}

	int peerCount() {
		return this.peers.length;
	}

	PeerProgress peer(int position) {
		return this.peers[position];
	}

	/** What is known of this peer, null if it is no member and none that leaves. */
	@Nullable Progress find(NodeId id) {
		Progress member = findMember(id);
		if (member != null) {
			return member;
		}
		for (int i = 0; i < this.leaving.size(); i++) {
			if (this.leaving.get(i).peer().id().equals(id)) {
				return this.leaving.get(i).progress();
			}
		}
		return null;
	}

	private @Nullable Progress findMember(NodeId id) {
		for (Progress peer : this.peers) {
			if (peer.id() == id || peer.id().equals(id)) {
				return peer;
			}
		}
		return null;
	}

	/** Sends every peer what it lacks, as far as its limits allow. */
	void replicateAll(long nowNanos) {
		for (Progress peer : this.peers) {
			replicate(peer, nowNanos);
		}
		for (int i = 0; i < this.leaving.size(); i++) {
			replicate(this.leaving.get(i).progress(), nowNanos);
		}
	}

	/** Speaks to every peer in the current round. */
	void heartbeatAll(long nowNanos) {
		for (Progress peer : this.peers) {
			heartbeat(peer, nowNanos);
		}
		for (int i = 0; i < this.leaving.size(); i++) {
			heartbeat(this.leaving.get(i).progress(), nowNanos);
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

	/** Whether no entries will tell somebody that what it has up to here is committed. */
	boolean isCommitToAnnounce(long commitIndex) {
		for (Progress peer : this.peers) {
			if (peer.needsCommit(commitIndex)) {
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
			peer.acknowledged(message.matchIndex(), this.context.log.baseIndex(), nowNanos);
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
		if (peer.mayHaveSnapshot(message.lastLogIndex())) {
			askForSnapshot(peer, message.lastLogIndex());
		}
		else if (!peer.isReplicating()) {
			probe(peer, nowNanos);
		}
	}

	/**
	 * Has the peer say whether its log agrees; its answer counts only if it does. Where
	 * this log does not reach back so far any more, it needs the next snapshot anyway.
	 */
	private void askForSnapshot(Progress peer, long lastLogIndex) {
		long previousIndex = Math.min(lastLogIndex, this.context.log.lastIndex());
		if (previousIndex < this.context.log.baseIndex()) {
			sendSnapshot(peer);
		}
		else {
			this.context.send(peer.id(), header(previousIndex));
		}
	}

	/**
	 * Raft §5.3: the last index that is durable on a quorum, this node included.
	 * @param ownIndex up to here it is on this node
	 */
	long quorumMatchIndex(long ownIndex) {
		for (int slot = 0; slot < this.values.length; slot++) {
			this.values[slot] = (slot != this.selfSlot) ? at(slot).matchIndex() : ownIndex;
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
			if (isGone(peer)) {
				sendSnapshot(peer);
				return;
			}
			sendEntries(peer, lastIndex, nowNanos);
		}
	}

	/** Raft §7: whether the log does not reach back to what this peer needs. */
	private boolean isGone(Progress peer) {
		return peer.nextIndex() - 1 < this.context.log.baseIndex();
	}

	private void sendSnapshot(Progress peer) {
		peer.snapshotSent(this.context.log.snapshotIndex());
		this.context.output.sendSnapshot(peer.id());
	}

	/** Asks where the peer's log agrees, even when there is nothing new to send. */
	private void probe(Progress peer, long nowNanos) {
		long lastIndex = this.context.log.lastIndex();
		if (peer.nextIndex() <= lastIndex) {
			replicate(peer, nowNanos);
		}
		else if (peer.maySend(this.context.settings)) {
			this.context.send(peer.id(), header(lastIndex));
			peer.probed(nowNanos);
		}
	}

	private void sendEntries(Progress peer, long lastIndex, long nowNanos) {
		long first = peer.nextIndex();
		long last = this.context.sizes.lastIndexWithin(first, lastIndex, this.context.settings.messageBytesMax());
		Invariant.check(last >= first && last <= lastIndex, "A message has entries of the log", last, lastIndex);
		this.context.output.sendEntries(peer.id(), header(peer.nextIndex() - 1), last);
		peer.sent(last, this.context.sizes.bytes(first, last), this.context.log.commitIndex(), nowNanos);
	}

	private AppendEntries header(long previousIndex) {
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
