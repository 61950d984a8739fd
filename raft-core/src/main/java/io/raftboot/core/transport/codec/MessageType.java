package io.raftboot.core.transport.codec;

import io.raftboot.core.model.AdminRequest;
import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.AppendResponse;
import io.raftboot.core.model.ForwardRequest;
import io.raftboot.core.model.ForwardResponse;
import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.HeartbeatResponse;
import io.raftboot.core.model.InquiryRequest;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.PreVoteRequest;
import io.raftboot.core.model.PreVoteResponse;
import io.raftboot.core.model.ReadIndexRequest;
import io.raftboot.core.model.ReadIndexResponse;
import io.raftboot.core.model.SnapshotChunk;
import io.raftboot.core.model.SnapshotChunkResponse;
import io.raftboot.core.model.StatusRequest;
import io.raftboot.core.model.StatusResponse;
import io.raftboot.core.model.TimeoutNow;
import io.raftboot.core.model.VoteRequest;
import io.raftboot.core.model.VoteResponse;

/**
 * The codes of messages on the wire. A code is never used again for something else.
 */
final class MessageType {

	static final int PRE_VOTE_REQUEST = 1;

	static final int PRE_VOTE_RESPONSE = 2;

	static final int VOTE_REQUEST = 3;

	static final int VOTE_RESPONSE = 4;

	static final int APPEND_ENTRIES = 5;

	static final int APPEND_RESPONSE = 6;

	static final int HEARTBEAT = 7;

	static final int HEARTBEAT_RESPONSE = 8;

	static final int READ_INDEX_REQUEST = 9;

	static final int READ_INDEX_RESPONSE = 10;

	static final int FORWARD_REQUEST = 11;

	static final int FORWARD_RESPONSE = 12;

	static final int TIMEOUT_NOW = 13;

	static final int SNAPSHOT_CHUNK = 14;

	static final int SNAPSHOT_CHUNK_RESPONSE = 15;

	static final int ADMIN_REQUEST = 16;

	static final int ADMIN_RESPONSE = 17;

	static final int STATUS_REQUEST = 18;

	static final int STATUS_RESPONSE = 19;

	static final int INQUIRY_REQUEST = 20;

	static final int INQUIRY_RESPONSE = 21;

	private MessageType() {
	}

	/** The code of a message; the frequent ones are asked for first. */
	static int of(Message message) {
		if (message instanceof AppendEntries) {
			return APPEND_ENTRIES;
		}
		if (message instanceof AppendResponse) {
			return APPEND_RESPONSE;
		}
		if (message instanceof Heartbeat) {
			return HEARTBEAT;
		}
		if (message instanceof HeartbeatResponse) {
			return HEARTBEAT_RESPONSE;
		}
		if (message instanceof ForwardRequest) {
			return FORWARD_REQUEST;
		}
		if (message instanceof ForwardResponse) {
			return FORWARD_RESPONSE;
		}
		if (message instanceof ReadIndexRequest) {
			return READ_INDEX_REQUEST;
		}
		if (message instanceof ReadIndexResponse) {
			return READ_INDEX_RESPONSE;
		}
		if (message instanceof SnapshotChunk) {
			return SNAPSHOT_CHUNK;
		}
		if (message instanceof SnapshotChunkResponse) {
			return SNAPSHOT_CHUNK_RESPONSE;
		}
		if (message instanceof Message.Observation) {
			return ofObservation(message);
		}
		return (message instanceof Message.Administration) ? ofAdministration(message) : ofElection(message);
	}

	private static int ofElection(Message message) {
		if (message instanceof PreVoteRequest) {
			return PRE_VOTE_REQUEST;
		}
		if (message instanceof PreVoteResponse) {
			return PRE_VOTE_RESPONSE;
		}
		if (message instanceof VoteRequest) {
			return VOTE_REQUEST;
		}
		if (message instanceof VoteResponse) {
			return VOTE_RESPONSE;
		}
		if (message instanceof TimeoutNow) {
			return TIMEOUT_NOW;
		}
		throw new IllegalArgumentException("No codec for " + message.getClass().getName());
	}

	private static int ofObservation(Message message) {
		if (message instanceof StatusRequest) {
			return STATUS_REQUEST;
		}
		if (message instanceof StatusResponse) {
			return STATUS_RESPONSE;
		}
		return (message instanceof InquiryRequest) ? INQUIRY_REQUEST : INQUIRY_RESPONSE;
	}

	private static int ofAdministration(Message message) {
		return (message instanceof AdminRequest) ? ADMIN_REQUEST : ADMIN_RESPONSE;
	}

}
