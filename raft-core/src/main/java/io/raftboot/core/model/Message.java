package io.raftboot.core.model;

/**
 * What nodes say to each other. Messages are values; each is a record in its own file.
 * Dispatch goes through {@link #deliverTo}, so that a new message does not compile until
 * every handler answers it.
 */
public sealed interface Message permits Message.Protocol, Message.Forwarding, Message.SnapshotTransfer,
		Message.Administration, Message.Observation {

	/** Who sent it. */
	NodeId from();

	/** The sender's current term when it sent. */
	long term();

	/** Messages of Raft itself; the term rule of Raft §5.1 holds for them. */
	sealed interface Protocol extends Message
			permits PreVoteRequest, PreVoteResponse, VoteRequest, VoteResponse, AppendEntries, AppendResponse,
			Heartbeat, HeartbeatResponse, ReadIndexRequest, ReadIndexResponse, TimeoutNow {

		void deliverTo(MessageHandler handler, long nowNanos);

	}

	/** Proposals that a follower passes on to its leader; not seen by the protocol. */
	sealed interface Forwarding extends Message permits ForwardRequest, ForwardResponse {

	}

	/** Snapshot files on their way; not seen by the protocol. */
	sealed interface SnapshotTransfer extends Message permits SnapshotChunk, SnapshotChunkResponse {

	}

	/** Wishes to change the cluster; not seen by the protocol as messages. */
	sealed interface Administration extends Message permits AdminRequest, AdminResponse {

	}

	/** How nodes are, for operators; not seen by the protocol. */
	sealed interface Observation extends Message
			permits StatusRequest, StatusResponse, InquiryRequest, InquiryResponse {

	}

}
