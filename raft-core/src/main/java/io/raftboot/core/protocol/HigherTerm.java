package io.raftboot.core.protocol;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.AppendResponse;
import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.HeartbeatResponse;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.MessageHandler;
import io.raftboot.core.model.PreVoteRequest;
import io.raftboot.core.model.PreVoteResponse;
import io.raftboot.core.model.ReadIndexRequest;
import io.raftboot.core.model.ReadIndexResponse;
import io.raftboot.core.model.TimeoutNow;
import io.raftboot.core.model.VoteRequest;
import io.raftboot.core.model.VoteResponse;

/**
 * Messages of a term above ours (Raft §5.1): adopt it, be a follower, go on. Two cases
 * differ: asking for a pre-vote changes nobody's term (thesis 9.6), and a candidate is
 * not even heard while a leader is alive (thesis 4.2.3).
 */
final class HigherTerm implements MessageHandler {

	private final Roles roles;

	HigherTerm(Roles roles) {
		this.roles = roles;
	}

	@Override
	public void onPreVoteRequest(PreVoteRequest message, long nowNanos) {
		this.roles.current().onPreVoteRequest(message, nowNanos);
	}

	@Override
	public void onVoteRequest(VoteRequest message, long nowNanos) {
		if (message.transfer() || !this.roles.current().refusesVotes(nowNanos)) {
			adopt(message, nowNanos);
		}
	}

	@Override
	public void onPreVoteResponse(PreVoteResponse message, long nowNanos) {
		adopt(message, nowNanos);
	}

	@Override
	public void onVoteResponse(VoteResponse message, long nowNanos) {
		adopt(message, nowNanos);
	}

	@Override
	public void onAppendEntries(AppendEntries message, long nowNanos) {
		adopt(message, nowNanos);
	}

	@Override
	public void onAppendResponse(AppendResponse message, long nowNanos) {
		adopt(message, nowNanos);
	}

	@Override
	public void onHeartbeat(Heartbeat message, long nowNanos) {
		adopt(message, nowNanos);
	}

	@Override
	public void onHeartbeatResponse(HeartbeatResponse message, long nowNanos) {
		adopt(message, nowNanos);
	}

	@Override
	public void onReadIndexRequest(ReadIndexRequest message, long nowNanos) {
		adopt(message, nowNanos);
	}

	@Override
	public void onReadIndexResponse(ReadIndexResponse message, long nowNanos) {
		adopt(message, nowNanos);
	}

	@Override
	public void onTimeoutNow(TimeoutNow message, long nowNanos) {
		adopt(message, nowNanos);
	}

	private void adopt(Message.Protocol message, long nowNanos) {
		this.roles.adoptTerm(message.term(), nowNanos);
		message.deliverTo(this.roles.current(), nowNanos);
	}

}
