package io.raftboot.core.protocol;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.AppendResponse;
import io.raftboot.core.model.ConfigurationEntry;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryBatchBuilder;
import io.raftboot.core.model.EntryType;
import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.HeartbeatResponse;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.ReadIndexRequest;
import io.raftboot.core.model.Role;
import io.raftboot.core.model.TimeoutNow;
import org.jspecify.annotations.Nullable;

/**
 * Replicates, commits and answers reads (Raft §5.3, §5.4, §8; thesis 6.4). Becomes:
 * <ul>
 * <li>a follower when it learns of a higher term;</li>
 * <li>a follower when no quorum answered for an election timeout (thesis 6.2);</li>
 * <li>a follower when a configuration is committed in which it does not vote (thesis
 * 4.2.2);</li>
 * <li>a follower that backs off when its own disk made no progress for as long.</li>
 * </ul>
 */
final class Leader extends RoleState {

	private final long[] incarnations;

	private final QuorumRound rounds = new QuorumRound();

	private final CommitNews commitNews;

	private final LeaderReads reads;

	private final UncommittedBytes uncommitted;

	private final Replication replication;

	private final Lease lease;

	private final LeadershipTransfer transfer;

	private final MembershipChanges membershipChanges;

	private long heartbeatNanos;

	private long quorumLostNanos;

	private final long earlierLeaseEndNanos;

	/**
	 * @param incarnations of the members by slot, known to a candidate that everybody
	 * voted for
	 * @param earlierLeaseEndNanos when what any earlier leader told of its lease is over
	 */
	Leader(RaftContext context, Roles roles, long[] incarnations, long earlierLeaseEndNanos, long nowNanos) {
		super(context, roles);
		this.incarnations = incarnations;
		this.earlierLeaseEndNanos = earlierLeaseEndNanos;
		this.uncommitted = new UncommittedBytes(context.settings.uncommittedBytesMax());
		this.replication = new Replication(context, this.rounds, nowNanos);
		this.lease = new Lease(context.settings, this.replication, nowNanos);
		this.commitNews = new CommitNews(context, this.replication, nowNanos);
		this.reads = new LeaderReads(context, this.rounds, this.replication, this.lease, this.commitNews);
		this.transfer = new LeadershipTransfer(context, this.rounds, this.lease);
		this.membershipChanges = new MembershipChanges(context, this.replication);
		this.heartbeatNanos = nowNanos + context.settings.heartbeatIntervalNanos();
		this.quorumLostNanos = nowNanos + context.settings.electionTimeoutNanos();
	}

	@Override
	Role role() {
		return Role.LEADER;
	}

	/** Raft §8: an entry of its own term tells the leader what is committed. */
	@Override
	void enter(long nowNanos) {
		this.context.log.append(OpeningEntries.of(this.context, this.incarnations), nowNanos);
		this.membershipChanges.watchJoining(nowNanos);
		this.rounds.begin(nowNanos);
		this.replication.replicateAll(nowNanos);
		this.reads.completeRounds(nowNanos);
	}

	@Override
	void leave() {
		this.reads.failAll();
	}

	@Override
	void tick(long nowNanos) {
		if (this.context.writes.isStalled(nowNanos, this.context.settings.electionTimeoutNanos())) {
			this.roles.follow(null, nowNanos);
			this.context.timer.backOff(nowNanos);
		}
		else if (nowNanos - this.quorumLostNanos >= 0 && !hasQuorum(nowNanos)) {
			this.roles.follow(null, nowNanos);
		}
		else if (nowNanos - this.heartbeatNanos >= 0) {
			this.heartbeatNanos = nowNanos + this.context.settings.heartbeatIntervalNanos();
			this.transfer.expire(nowNanos);
			this.reads.beginRound(nowNanos);
			this.transfer.repeat();
			this.replication.forgetLeft(nowNanos);
			promote(nowNanos);
		}
		else {
			this.transfer.expire(nowNanos);
			this.commitNews.tick(nowNanos);
		}
	}

	@Override
	long nextDeadlineNanos() {
		long deadline = this.commitNews.deadlineNanos(earlier(this.heartbeatNanos, this.quorumLostNanos));
		if (this.transfer.isUnderWay()) {
			deadline = earlier(deadline, this.transfer.deadlineNanos());
		}
		return this.context.writes.isWaiting()
				? earlier(deadline, this.context.writes.stalledAtNanos(this.context.settings.electionTimeoutNanos()))
				: deadline;
	}

	/** Thesis 6.2: whether a quorum was heard from within an election timeout. */
	boolean hasQuorum(long nowNanos) {
		this.quorumLostNanos = this.replication.quorumContactNanos(nowNanos)
				+ this.context.settings.electionTimeoutNanos();
		return nowNanos - this.quorumLostNanos < 0;
	}

	/** How long nobody else can lead yet. */
	long leaseRemainingNanos(long nowNanos) {
		return this.lease.remainingNanos(nowNanos);
	}

	/** How long somebody may still rely on what was told of the lease. */
	long promisedNanos(long nowNanos) {
		return this.lease.promisedNanos(nowNanos);
	}

	long earlierLeaseEndNanos() {
		return this.earlierLeaseEndNanos;
	}

	@Override
	boolean refusesVotes(long nowNanos) {
		return hasQuorum(nowNanos);
	}

	Replication replication() {
		return this.replication;
	}

	UncommittedBytes uncommitted() {
		return this.uncommitted;
	}

	/** Whether somebody else is to lead soon: proposals are for that one. */
	boolean isHandingOver() {
		return this.transfer.isUnderWay() || !this.context.membership.membership().isVoter(self());
	}

	@Override
	long propose(EntryBatch batch, long nowNanos) {
		Invariant.check(batch.firstTerm() == term() && batch.lastTerm() == term(), "A leader proposes in its own term",
				batch.lastTerm(), term());
		Invariant.check(!batch.hasConfiguration(), "Configurations are no plain proposals");
		if (isHandingOver()) {
			return RaftCore.TRANSFERRING;
		}
		if (!this.uncommitted.fits(batch.byteSize())) {
			return RaftCore.OVER_LIMIT;
		}
		this.context.log.append(batch, nowNanos);
		this.uncommitted.proposed(batch.lastIndex(), batch.byteSize());
		this.replication.replicateAll(nowNanos);
		return batch.firstIndex();
	}

	/**
	 * Somebody on another node waits until entries up to this index are applied there.
	 */
	void awaitElsewhere(long index) {
		this.commitNews.await(index);
	}

	/** Thesis 4: changes the configuration, or begins to. */
	void changeMembership(Membership target, long expectedIndex, long nowNanos) {
		if (this.transfer.isUnderWay()) {
			throw new MembershipChangeException(MembershipChangeException.Reason.TRANSFERRING,
					"Leadership is being handed over");
		}
		Membership next = this.membershipChanges.begin(target, expectedIndex, isCommitKnown());
		if (next != null) {
			appendConfiguration(next, nowNanos);
		}
	}

	/** Thesis 4.1: a configuration is in effect from its append on. */
	private void appendConfiguration(Membership next, long nowNanos) {
		Membership before = this.context.membership.membership();
		ConfigurationEntry entry = new ConfigurationEntry(this.context.membership.clusterId(), next);
		this.context.log.append(EntryBatchBuilder.single(this.context.log.lastIndex() + 1, term(),
				EntryType.CONFIGURATION, entry.encode()), nowNanos);
		this.lease.reconfigure(nowNanos);
		this.replication.reconfigure(before, nowNanos);
		this.membershipChanges.watchJoining(nowNanos);
		this.replication.replicateAll(nowNanos);
		commit(nowNanos);
	}

	private void promote(long nowNanos) {
		if (this.transfer.isUnderWay() || !isCommitKnown() || this.membershipChanges.isUnderWay()) {
			return;
		}
		Membership promoted = this.membershipChanges.promotion(nowNanos);
		if (promoted != null) {
			changeMembership(promoted, -1, nowNanos);
		}
	}

	/** Thesis 3.10. */
	void transfer(@Nullable NodeId target, long nowNanos) {
		if (this.transfer.isUnderWay()) {
			throw new TransferException(TransferException.Reason.IN_PROGRESS,
					"Leadership is being handed over already");
		}
		if (self().equals(target)) {
			throw new TransferException(TransferException.Reason.ALREADY_LEADER, "Node " + target + " leads already");
		}
		Progress successor = (target != null) ? this.replication.find(target)
				: this.replication.bestSuccessor(nowNanos);
		if (successor == null && target == null) {
			throw new TransferException(TransferException.Reason.NO_CANDIDATE,
					"There is no other voter in contact that could lead");
		}
		if (successor == null || !this.context.membership.membership().isVoter(successor.id())) {
			throw new TransferException(TransferException.Reason.NO_VOTER,
					"Node " + target + " is not a voter of this cluster");
		}
		this.transfer.begin(successor, nowNanos);
	}

	/** The snapshot on its way to this peer did not arrive. */
	void snapshotFailed(NodeId peer, long nowNanos) {
		Progress progress = this.replication.find(peer);
		if (progress != null) {
			progress.snapshotFailed(nowNanos);
		}
	}

	@Override
	void onPersisted(long nowNanos) {
		commit(nowNanos);
	}

	/** Otherwise the peers' answers decide, and they are heard of anyway. */
	@Override
	boolean isWaitingForDisk() {
		return this.replication.quorumMatchIndex(this.context.log.lastIndex()) > this.context.log.commitIndex();
	}

	@Override
	void onConnected(NodeId peer, long nowNanos) {
		Progress progress = this.replication.find(peer);
		if (progress != null) {
			this.replication.connected(progress, nowNanos);
		}
	}

	@Override
	void onDisconnected(NodeId peer, long nowNanos) {
		Progress progress = this.replication.find(peer);
		if (progress != null) {
			progress.disconnected();
		}
	}

	@Override
	public void onAppendEntries(AppendEntries message, long nowNanos) {
		throw new InvariantViolation("One leader per term: " + message.from() + " also leads term " + term());
	}

	@Override
	public void onHeartbeat(Heartbeat message, long nowNanos) {
		throw new InvariantViolation("One leader per term: " + message.from() + " also leads term " + term());
	}

	@Override
	public void onAppendResponse(AppendResponse message, long nowNanos) {
		Progress peer = this.replication.find(message.from());
		if (peer != null) {
			this.replication.onAppendResponse(peer, message, nowNanos);
			this.membershipChanges.observe(peer, nowNanos);
			this.transfer.advance();
			this.reads.completeRounds(nowNanos);
			commit(nowNanos);
		}
	}

	@Override
	public void onHeartbeatResponse(HeartbeatResponse message, long nowNanos) {
		Progress peer = this.replication.find(message.from());
		if (peer != null) {
			this.replication.onHeartbeatResponse(peer, message, nowNanos);
			this.reads.completeRounds(nowNanos);
		}
	}

	@Override
	void readIndex(long readId, boolean leaseAllowed, long nowNanos) {
		this.reads.read(null, readId, leaseAllowed, isCommitKnown(), nowNanos);
	}

	@Override
	public void onReadIndexRequest(ReadIndexRequest message, long nowNanos) {
		this.reads.read(message.from(), message.readId(), message.leaseAllowed(), isCommitKnown(), nowNanos);
	}

	/**
	 * Raft §5.4.2: only entries of the current term are committed by counting; those
	 * before them go along.
	 */
	private void commit(long nowNanos) {
		long index = this.replication.quorumMatchIndex(this.context.writes.durableIndex());
		if (index <= this.context.log.commitIndex() || this.context.log.termOf(index) != term()) {
			return;
		}
		this.context.log.commitTo(index);
		this.uncommitted.committed(index);
		this.reads.commitKnown(nowNanos);
		committed(nowNanos);
	}

	/** Thesis 4.2.2, 4.3: what the commit of a configuration entails. */
	private void committed(long nowNanos) {
		Membership next = this.membershipChanges.afterCommit();
		if (next != null) {
			appendConfiguration(next, nowNanos);
		}
		else if (!this.membershipChanges.isUnderWay() && !this.context.membership.membership().isVoter(self())) {
			resign(nowNanos);
		}
	}

	/**
	 * It leads a cluster it does not vote in: tells what is committed, has the best voter
	 * campaign, and gives up.
	 */
	private void resign(long nowNanos) {
		this.replication.heartbeatAll(nowNanos);
		Progress successor = this.replication.bestSuccessor(nowNanos);
		if (successor != null) {
			send(successor.id(), new TimeoutNow(self(), term(), this.rounds.current()));
		}
		this.roles.follow(null, nowNanos);
	}

	private boolean isCommitKnown() {
		return this.context.log.termOf(this.context.log.commitIndex()) == term();
	}

	private static long earlier(long first, long second) {
		return (first - second <= 0) ? first : second;
	}

}
