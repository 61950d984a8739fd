package io.raftboot.core.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

import io.raftboot.core.model.AppendResponse;
import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.Role;
import io.raftboot.core.model.SnapshotMeta;
import org.jspecify.annotations.Nullable;

/**
 * Raft as a deterministic object: events in, effects out by {@link Output}, time and
 * randomness handed in. One thread, no I/O. The same events in the same order have the
 * same effects, bit for bit.
 * <p>
 * Every method takes the time in nanoseconds of one monotonic clock. A broken invariant
 * ends in an {@link InvariantViolation}: the node must then take part no more.
 */
public final class RaftCore {

	/** Result of {@link #propose}: this node does not lead. */
	public static final long NOT_LEADER = -1;

	/** Result of {@link #propose}: too much is uncommitted already. */
	public static final long OVER_LIMIT = -2;

	/** Result of {@link #propose}: this node is handing leadership over. */
	public static final long TRANSFERRING = -3;

	private final RaftContext context;

	private final Roles roles;

	private final StaleTerm staleTerm;

	private final HigherTerm higherTerm;

	private long appliedIndex;

	public RaftCore(RaftSettings settings, InitialState state, EntrySizes sizes, RandomGenerator random, Output output,
			long nowNanos) {
		this.context = new RaftContext(settings, state, sizes, random, output, nowNanos);
		this.roles = new Roles(this.context);
		this.staleTerm = new StaleTerm(this.context, this.roles);
		this.higherTerm = new HigherTerm(this.roles);
	}

	/**
	 * Time went by. Called once after each batch of other events, too: it sends what was
	 * kept back for the end of the batch.
	 */
	public void tick(long nowNanos) {
		current().tick(nowNanos);
	}

	/** A message arrived. Raft §5.1: its term decides first. */
	public void step(Message.Protocol message, long nowNanos) {
		long term = term();
		if (message.term() == term) {
			message.deliverTo(current(), nowNanos);
		}
		else if (message.term() < term) {
			message.deliverTo(this.staleTerm, nowNanos);
		}
		else {
			message.deliverTo(this.higherTerm, nowNanos);
		}
	}

	/**
	 * Proposes entries that were built to follow the last one, in the current term.
	 * @return index of the first entry, {@link #NOT_LEADER} or {@link #OVER_LIMIT}
	 */
	public long propose(EntryBatch batch, long nowNanos) {
		return current().propose(batch, nowNanos);
	}

	/**
	 * Says that somebody on another node waits until entries up to this index are applied
	 * there: that node hears of their commit at once.
	 */
	public void awaitElsewhere(long index) {
		if (current() instanceof Leader leader) {
			leader.awaitElsewhere(index);
		}
	}

	/**
	 * Whether a proposal of so many bytes would be accepted now. A single one that is
	 * larger than the limit is, when nothing else is uncommitted.
	 */
	public boolean canPropose(int bytes) {
		return current() instanceof Leader leader && !leader.isHandingOver() && leader.uncommitted().fits(bytes);
	}

	/**
	 * Whether this node still leads but leaves proposals to its successor: it hands
	 * leadership over, or is about to leave the cluster.
	 */
	public boolean isHandingOver() {
		return current() instanceof Leader leader && leader.isHandingOver();
	}

	/**
	 * Asks for the index at which linearizable reads may be answered (thesis 6.4). One
	 * number stands for a whole batch of reads; it is answered exactly once, by
	 * {@link Output#readReady} or {@link Output#readFailed}.
	 * @param leaseAllowed whether the leader's lease is proof enough that it leads
	 */
	public void readIndex(long readId, boolean leaseAllowed, long nowNanos) {
		current().readIndex(readId, leaseAllowed, nowNanos);
	}

	/** The write of this number and all before it are durable. */
	public void onPersisted(long writeNumber, long nowNanos) {
		this.context.writes.persisted(writeNumber, nowNanos);
		current().onPersisted(nowNanos);
	}

	/** The state machine has applied the entries up to this index, all committed. */
	public void onApplied(long index) {
		Invariant.check(index >= this.appliedIndex && index <= commitIndex(), "Only committed entries are applied",
				index, commitIndex());
		this.appliedIndex = index;
	}

	/** The connection to this peer is up: whoever has something to say says it now. */
	public void onConnected(NodeId peer, long nowNanos) {
		current().onConnected(peer, nowNanos);
	}

	/** The connection to this peer broke; what was on its way is lost. */
	public void onDisconnected(NodeId peer, long nowNanos) {
		current().onDisconnected(peer, nowNanos);
	}

	/**
	 * Gives up leading or trying to, and leaves it to others for a few election timeouts.
	 */
	public void stepDown(long nowNanos) {
		if (role() != Role.FOLLOWER) {
			this.roles.follow(null, nowNanos);
		}
		this.context.timer.backOff(nowNanos);
	}

	/**
	 * Changes who belongs to the cluster (thesis 4). Voters change by joint consensus:
	 * the joint configuration takes effect now, the final one is appended by whoever
	 * leads when the joint one is committed.
	 * @param target the final configuration, not joint
	 * @param expectedIndex index the configuration in effect must have, -1 for any
	 * @throws MembershipChangeException if it is refused; nothing has changed then
	 */
	public void changeMembership(Membership target, long expectedIndex, long nowNanos) {
		if (!(current() instanceof Leader leader)) {
			throw new MembershipChangeException(MembershipChangeException.Reason.NOT_LEADER, "This node does not lead");
		}
		leader.changeMembership(target, expectedIndex, nowNanos);
	}

	/**
	 * Hands leadership over (thesis 3.10): brings the target up to date, then has it
	 * campaign at once. Takes no proposals until it is done, or an election timeout is
	 * over.
	 * @param target to whom, null for the most up-to-date voter
	 * @throws TransferException if it cannot begin
	 */
	public void transferLeadership(@Nullable NodeId target, long nowNanos) {
		if (!(current() instanceof Leader leader)) {
			throw new TransferException(TransferException.Reason.NOT_LEADER, "This node does not lead");
		}
		leader.transfer(target, nowNanos);
	}

	/**
	 * A snapshot of this node's own state is durable: the protocol needs the log no more
	 * below {@code firstIndexToKeep}, which is at most the index behind the snapshot.
	 */
	public void onSnapshotTaken(SnapshotMeta snapshot, long firstIndexToKeep) {
		this.context.log.compact(snapshot, firstIndexToKeep);
	}

	/**
	 * A snapshot from a leader is durable here. Replaces the log, unless the log has it
	 * all or the snapshot is old.
	 * @param from the leader that sent it, which is told
	 */
	public void onSnapshotReceived(SnapshotMeta snapshot, NodeId from, long nowNanos) {
		ReplicatedLog log = this.context.log;
		boolean news = snapshot.index() > log.commitIndex();
		if (news && current() instanceof Campaign) {
			this.roles.follow(null, nowNanos);
		}
		Invariant.check(!news || role() != Role.LEADER || log.termOf(snapshot.index()) == snapshot.term(),
				"A leader has what is committed", snapshot.index(), log.lastIndex());
		log.install(snapshot, nowNanos);
		if (from.equals(leader())) {
			this.context.output.sendAfterPersist(from,
					new AppendResponse(this.context.self, term(), true, log.commitIndex(), 0, 0, 0));
		}
	}

	/** The snapshot on its way to this peer did not arrive; it is tried again. */
	public void onSnapshotFailed(NodeId peer, long nowNanos) {
		if (current() instanceof Leader leader) {
			leader.snapshotFailed(peer, nowNanos);
		}
	}

	/** What a snapshot of the state after this entry stands for; it must be committed. */
	public SnapshotMeta snapshotMeta(long index) {
		return this.context.log.snapshotMeta(index);
	}

	/**
	 * A member that knows a later committed configuration says that this node is not in
	 * it: it campaigns no more unless a leader speaks to it again.
	 */
	public void onRemoved(long nowNanos) {
		if (role() != Role.LEADER) {
			this.context.removed = true;
			if (current() instanceof Campaign) {
				this.roles.follow(null, nowNanos);
			}
		}
	}

	/** Whether this node was told that it is no member any more. */
	public boolean isRemoved() {
		return this.context.removed;
	}

	/** When {@link #tick} must be called at the latest. */
	public long nextDeadlineNanos() {
		return current().nextDeadlineNanos();
	}

	public Role role() {
		return this.roles.current().role();
	}

	public long term() {
		return this.context.ballot.term();
	}

	public @Nullable NodeId votedFor() {
		return this.context.ballot.votedFor();
	}

	/** Who leads as far as this node knows. */
	public @Nullable NodeId leader() {
		return this.roles.leader();
	}

	/**
	 * Index of the entry in front of the log, whose term is still known; 0 for a whole
	 * log.
	 */
	public long baseIndex() {
		return this.context.log.baseIndex();
	}

	public long lastIndex() {
		return this.context.log.lastIndex();
	}

	public long lastTerm() {
		return this.context.log.lastTerm();
	}

	/** Up to here this node's own disk has the log. */
	public long durableIndex() {
		return this.context.writes.durableIndex();
	}

	public long commitIndex() {
		return this.context.log.commitIndex();
	}

	/**
	 * Whether anything here depends on what becomes durable next, other than messages
	 * that {@link Output#sendAfterPersist} holds back.
	 */
	public boolean isWaitingForDisk() {
		return commitIndex() > durableIndex() || current().isWaitingForDisk();
	}

	/** Term of the entry at this index, 0 if unknown. */
	public long termOf(long index) {
		return this.context.log.termOf(index);
	}

	/** The configuration in effect. */
	public Membership membership() {
		return this.context.membership.membership();
	}

	/**
	 * All others to be in contact with: the members, on a leader those who were removed
	 * and still have to be told so, and the leader even when it is none any more, since
	 * it needs answers to commit its own removal.
	 */
	public List<Peer> contacts() {
		List<Peer> contacts = new ArrayList<>();
		for (Peer member : membership().members()) {
			if (!member.id().equals(this.context.self)) {
				contacts.add(member);
			}
		}
		if (current() instanceof Leader leader) {
			for (LeavingPeer leaving : leader.replication().leaving()) {
				contacts.add(leaving.peer());
			}
		}
		NodeId leader = leader();
		if (leader != null && !leader.equals(this.context.self) && membership().member(leader) == null) {
			Peer known = this.context.membership.lastKnown(leader);
			if (known != null) {
				contacts.add(known);
			}
		}
		return contacts;
	}

	/** Index of its entry, 0 for the list the node was started with. */
	public long membershipIndex() {
		return this.context.membership.index();
	}

	public ClusterId clusterId() {
		return this.context.membership.clusterId();
	}

	/** How long nobody else can lead yet; 0 unless this node leads. */
	public long leaseRemainingNanos(long nowNanos) {
		return (current() instanceof Leader leader) ? leader.leaseRemainingNanos(nowNanos) : 0;
	}

	/** When what every earlier leader told of its lease is over; only for a leader. */
	public long earlierLeaseEndNanos() {
		if (current() instanceof Leader leader) {
			return leader.earlierLeaseEndNanos();
		}
		throw new IllegalStateException("Only a leader follows others");
	}

	/** Whether it leads with a quorum in contact, or knows a leader. */
	public boolean hasQuorum(long nowNanos) {
		return (current() instanceof Leader leader) ? leader.hasQuorum(nowNanos) : leader() != null;
	}

	/** Time since a leader spoke, -1 if none ever did, 0 on the leader. */
	public long leaderContactNanos(long nowNanos) {
		return (role() == Role.LEADER) ? 0 : this.context.timer.leaderContactNanos(nowNanos);
	}

	/** Number of peers whose progress is known: 0 unless this node leads. */
	public int peerCount() {
		return (current() instanceof Leader leader) ? leader.replication().peerCount() : 0;
	}

	/**
	 * Progress of one peer.
	 * @param position from 0 to below {@link #peerCount}
	 */
	public PeerProgress peer(int position) {
		if (current() instanceof Leader leader) {
			return leader.replication().peer(position);
		}
		throw new IndexOutOfBoundsException("Only a leader knows the progress of its peers");
	}

	/** Bytes of own proposals that wait for their commit. */
	public long uncommittedBytes() {
		return (current() instanceof Leader leader) ? leader.uncommitted().bytes() : 0;
	}

	/** Elections it has begun; pre-votes are none. */
	public long electionsStarted() {
		return this.roles.electionsStarted();
	}

	public long electionsWon() {
		return this.roles.electionsWon();
	}

	/** Times another leader than before turned up. */
	public long leaderChanges() {
		return this.roles.leaderChanges();
	}

	private RoleState current() {
		return this.roles.current();
	}

}
