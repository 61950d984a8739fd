package io.raftboot.core.protocol;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.AppendResponse;
import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.HeartbeatResponse;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.ReadIndexResponse;
import io.raftboot.core.model.Role;
import io.raftboot.core.model.TimeoutNow;
import org.jspecify.annotations.Nullable;

/**
 * Answers leaders and candidates (Raft §5.2, figure 2). Becomes:
 * <ul>
 * <li>a pre-candidate when the election timeout passes without a leader, if it is a
 * voter;</li>
 * <li>a candidate when its leader hands leadership to it (thesis 3.10).</li>
 * </ul>
 */
final class Follower extends RoleState {

	private final ForwardedReads reads;

	Follower(RaftContext context, Roles roles) {
		super(context, roles);
		this.reads = new ForwardedReads(context);
	}

	@Override
	Role role() {
		return Role.FOLLOWER;
	}

	@Override
	void enter(long nowNanos) {
	}

	@Override
	void leave() {
		this.reads.failAll();
	}

	@Override
	void tick(long nowNanos) {
		NodeId leader = this.roles.leader();
		if (leader != null) {
			this.reads.tick(leader, nowNanos);
		}
		if (!this.context.timer.isExpired(nowNanos)) {
			return;
		}
		if (this.context.volunteers(nowNanos)) {
			this.roles.preCampaign(nowNanos);
		}
		else {
			this.context.timer.restart(nowNanos);
			this.roles.follow(null, nowNanos);
		}
	}

	@Override
	long nextDeadlineNanos() {
		long deadline = this.context.timer.deadlineNanos();
		return (this.reads.isWaiting() && this.reads.retryNanos() - deadline < 0) ? this.reads.retryNanos() : deadline;
	}

	@Override
	void readIndex(long readId, boolean leaseAllowed, long nowNanos) {
		NodeId leader = this.roles.leader();
		if (leader != null) {
			this.reads.ask(leader, readId, leaseAllowed, nowNanos);
		}
		else {
			this.context.output.readFailed(readId);
		}
	}

	@Override
	public void onReadIndexResponse(ReadIndexResponse message, long nowNanos) {
		this.reads.answered(message.readId(), message.index());
	}

	/** While there is no cluster yet, each peer that turns up may be the last missing. */
	@Override
	void onConnected(NodeId peer, long nowNanos) {
		if (this.context.log.isEmpty()) {
			this.context.timer.hasten(nowNanos);
		}
	}

	@Override
	void onDisconnected(NodeId peer, long nowNanos) {
		if (peer.equals(this.roles.leader())) {
			this.context.timer.leaderDisconnected();
		}
	}

	@Override
	public void onHeartbeat(Heartbeat message, long nowNanos) {
		heard(message.from(), message.round(), message.voteRefusalMillis(), nowNanos);
		this.context.log.commitVerified(term(), message.commitIndex());
		send(message.from(), new HeartbeatResponse(self(), term(), message.round(), this.context.log.lastIndex()));
	}

	/** Raft §5.3, figure 2: AppendEntries. */
	@Override
	public void onAppendEntries(AppendEntries message, long nowNanos) {
		heard(message.from(), message.round(), message.voteRefusalMillis(), nowNanos);
		ReplicatedLog log = this.context.log;
		if (!log.matches(message.previousTerm(), message.previousIndex())) {
			refuse(message, log);
			return;
		}
		if (!message.entries().isEmpty()) {
			Invariant.check(message.entries().firstIndex() == message.previousIndex() + 1,
					"Entries follow the previous index", message.entries().firstIndex(), message.previousIndex());
			log.appendOrOverwrite(message.entries(), nowNanos);
		}
		// Only what this message showed to match is acknowledged, whatever lies behind
		// it.
		long matchIndex = message.previousIndex() + message.entries().count();
		log.verified(term(), matchIndex);
		log.commitVerified(term(), message.commitIndex());
		this.context.output.sendAfterPersist(message.from(),
				new AppendResponse(self(), term(), true, matchIndex, 0, 0, message.round()));
	}

	private void refuse(AppendEntries message, ReplicatedLog log) {
		long hintIndex = Math.max(log.baseIndex(),
				log.lastIndexWithTermAtMost(message.previousTerm(), message.previousIndex()));
		send(message.from(), new AppendResponse(self(), term(), false, message.previousIndex(), hintIndex,
				log.termOf(hintIndex), message.round()));
	}

	/**
	 * Thesis 3.10: campaigns at once, without asking whether it could win. A message from
	 * before something that was heard later belongs to a transfer that is over.
	 */
	@Override
	public void onTimeoutNow(TimeoutNow message, long nowNanos) {
		if (message.from().equals(this.roles.leader()) && message.round() >= this.roles.heardRound()
				&& this.context.mayCampaign(nowNanos)) {
			this.roles.campaign(true, nowNanos);
		}
	}

	private void heard(NodeId from, long round, int voteRefusalMillis, long nowNanos) {
		this.roles.heard(round);
		@Nullable NodeId leader = this.roles.leader();
		if (leader == null) {
			this.roles.setLeader(from);
		}
		else {
			Invariant.check(leader == from || leader.equals(from), "One leader per term");
		}
		this.context.removed = false;
		this.context.timer.heardFromLeader(voteRefusalMillis, nowNanos);
	}

}
