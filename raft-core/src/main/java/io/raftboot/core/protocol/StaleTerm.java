package io.raftboot.core.protocol;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.AppendResponse;
import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.HeartbeatResponse;
import io.raftboot.core.model.MessageHandler;
import io.raftboot.core.model.PreVoteRequest;
import io.raftboot.core.model.PreVoteResponse;
import io.raftboot.core.model.ReadIndexRequest;
import io.raftboot.core.model.ReadIndexResponse;
import io.raftboot.core.model.TimeoutNow;
import io.raftboot.core.model.VoteRequest;
import io.raftboot.core.model.VoteResponse;

/**
 * Messages of a term below ours (Raft §5.1): a request is refused with our term, so that
 * whoever is behind learns of it; an answer is too late and ignored. The round of an
 * earlier term is not sent back: who asked may lead our term by now, and count rounds
 * anew. Pre-votes are matched by the term they propose, so they are handled as ever.
 */
final class StaleTerm implements MessageHandler {

	private final RaftContext context;

	private final Roles roles;

	StaleTerm(RaftContext context, Roles roles) {
		this.context = context;
		this.roles = roles;
	}

	@Override
	public void onPreVoteRequest(PreVoteRequest message, long nowNanos) {
		this.roles.current().onPreVoteRequest(message, nowNanos);
	}

	@Override
	public void onPreVoteResponse(PreVoteResponse message, long nowNanos) {
		this.roles.current().onPreVoteResponse(message, nowNanos);
	}

	@Override
	public void onVoteRequest(VoteRequest message, long nowNanos) {
		this.context.send(message.from(), new VoteResponse(this.context.self, term(), false, this.context.incarnation));
	}

	@Override
	public void onVoteResponse(VoteResponse message, long nowNanos) {
	}

	@Override
	public void onAppendEntries(AppendEntries message, long nowNanos) {
		this.context.send(message.from(),
				new AppendResponse(this.context.self, term(), false, message.previousIndex(), 0, 0, 0));
	}

	@Override
	public void onAppendResponse(AppendResponse message, long nowNanos) {
	}

	@Override
	public void onHeartbeat(Heartbeat message, long nowNanos) {
		this.context.send(message.from(),
				new HeartbeatResponse(this.context.self, term(), 0, this.context.log.lastIndex()));
	}

	@Override
	public void onHeartbeatResponse(HeartbeatResponse message, long nowNanos) {
	}

	@Override
	public void onReadIndexRequest(ReadIndexRequest message, long nowNanos) {
		this.context.send(message.from(), new ReadIndexResponse(this.context.self, term(), message.readId(), -1));
	}

	@Override
	public void onReadIndexResponse(ReadIndexResponse message, long nowNanos) {
	}

	@Override
	public void onTimeoutNow(TimeoutNow message, long nowNanos) {
	}

	private long term() {
		return this.context.ballot.term();
	}

}
