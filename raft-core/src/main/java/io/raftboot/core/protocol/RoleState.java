package io.raftboot.core.protocol;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.AppendResponse;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.HeartbeatResponse;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.MessageHandler;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.PreVoteRequest;
import io.raftboot.core.model.PreVoteResponse;
import io.raftboot.core.model.ReadIndexRequest;
import io.raftboot.core.model.ReadIndexResponse;
import io.raftboot.core.model.Role;
import io.raftboot.core.model.TimeoutNow;
import io.raftboot.core.model.VoteRequest;
import io.raftboot.core.model.VoteResponse;

/**
 * What a node does in one role. A new object each time the role is taken. Messages come
 * here after the term rule: they are of the current term (those about pre-votes excepted,
 * whose terms bind nobody). This class holds what all roles do alike: voting, and
 * ignoring answers to questions they did not ask.
 */
abstract class RoleState implements MessageHandler {

	final RaftContext context;

	final Roles roles;

	RoleState(RaftContext context, Roles roles) {
		this.context = context;
		this.roles = roles;
	}

	abstract Role role();

	/** The role was taken. */
	abstract void enter(long nowNanos);

	/** The role is about to be given up. */
	void leave() {
	}

	abstract void tick(long nowNanos);

	/** When {@link #tick} has something to do at the latest. */
	long nextDeadlineNanos() {
		return this.context.timer.deadlineNanos();
	}

	/** Whether this node owes it to a leader to help nobody else to lead. */
	boolean refusesVotes(long nowNanos) {
		return this.context.timer.refusesVotes(nowNanos);
	}

	long propose(EntryBatch batch, long nowNanos) {
		return RaftCore.NOT_LEADER;
	}

	void readIndex(long readId, boolean leaseAllowed, long nowNanos) {
		this.context.output.readFailed(readId);
	}

	void onPersisted(long nowNanos) {
	}

	/** Whether {@link #onPersisted} may have something to do. */
	boolean isWaitingForDisk() {
		return false;
	}

	void onConnected(NodeId peer, long nowNanos) {
	}

	void onDisconnected(NodeId peer, long nowNanos) {
	}

	/**
	 * Thesis 9.6: granted if a vote in the proposed term would be; changes nothing here.
	 */
	@Override
	public void onPreVoteRequest(PreVoteRequest message, long nowNanos) {
		boolean granted = message.proposedTerm() > term() && !refusesVotes(nowNanos)
				&& this.context.log.isUpToDate(message.lastLogTerm(), message.lastLogIndex());
		send(message.from(), new PreVoteResponse(self(), term(), message.proposedTerm(), granted));
	}

	/**
	 * Raft §5.2, §5.4.1; thesis 4.2.3: not while a leader is alive, unless it asked for
	 * it. The answer waits until the vote is durable.
	 */
	@Override
	public void onVoteRequest(VoteRequest message, long nowNanos) {
		boolean granted = (message.transfer() || !refusesVotes(nowNanos))
				&& this.context.ballot.mayVoteFor(message.from())
				&& this.context.log.isUpToDate(message.lastLogTerm(), message.lastLogIndex());
		if (!granted) {
			send(message.from(), new VoteResponse(self(), term(), false, this.context.incarnation));
			return;
		}
		this.context.ballot.voteFor(message.from(), nowNanos);
		this.context.timer.restart(nowNanos);
		this.context.output.sendAfterPersist(message.from(),
				new VoteResponse(self(), term(), true, this.context.incarnation));
		voted(nowNanos);
	}

	/** This node's vote went to somebody else. */
	void voted(long nowNanos) {
	}

	@Override
	public void onPreVoteResponse(PreVoteResponse message, long nowNanos) {
	}

	@Override
	public void onVoteResponse(VoteResponse message, long nowNanos) {
	}

	/** Raft §5.2: somebody else won this term. */
	@Override
	public void onAppendEntries(AppendEntries message, long nowNanos) {
		followSender(message, nowNanos);
	}

	@Override
	public void onAppendResponse(AppendResponse message, long nowNanos) {
	}

	/** Raft §5.2: somebody else won this term. */
	@Override
	public void onHeartbeat(Heartbeat message, long nowNanos) {
		followSender(message, nowNanos);
	}

	@Override
	public void onHeartbeatResponse(HeartbeatResponse message, long nowNanos) {
	}

	@Override
	public void onReadIndexRequest(ReadIndexRequest message, long nowNanos) {
		send(message.from(), new ReadIndexResponse(self(), term(), message.readId(), -1));
	}

	@Override
	public void onReadIndexResponse(ReadIndexResponse message, long nowNanos) {
	}

	@Override
	public void onTimeoutNow(TimeoutNow message, long nowNanos) {
	}

	final NodeId self() {
		return this.context.self;
	}

	final long term() {
		return this.context.ballot.term();
	}

	final void send(NodeId to, Message.Protocol message) {
		this.context.send(to, message);
	}

	private void followSender(Message.Protocol message, long nowNanos) {
		this.roles.follow(message.from(), nowNanos);
		message.deliverTo(this.roles.current(), nowNanos);
	}

}
