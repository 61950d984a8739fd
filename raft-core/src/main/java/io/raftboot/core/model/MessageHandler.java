package io.raftboot.core.model;

/** One method for each message of the protocol: what a role does when it arrives. */
public interface MessageHandler {

	void onPreVoteRequest(PreVoteRequest message, long nowNanos);

	void onPreVoteResponse(PreVoteResponse message, long nowNanos);

	void onVoteRequest(VoteRequest message, long nowNanos);

	void onVoteResponse(VoteResponse message, long nowNanos);

	void onAppendEntries(AppendEntries message, long nowNanos);

	void onAppendResponse(AppendResponse message, long nowNanos);

	void onHeartbeat(Heartbeat message, long nowNanos);

	void onHeartbeatResponse(HeartbeatResponse message, long nowNanos);

	void onReadIndexRequest(ReadIndexRequest message, long nowNanos);

	void onReadIndexResponse(ReadIndexResponse message, long nowNanos);

	void onTimeoutNow(TimeoutNow message, long nowNanos);

}
