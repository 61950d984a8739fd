package io.raftboot.core.transport.codec;

import java.nio.ByteBuffer;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.AppendResponse;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.HeartbeatResponse;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.PreVoteRequest;
import io.raftboot.core.model.PreVoteResponse;
import io.raftboot.core.model.ReadIndexRequest;
import io.raftboot.core.model.ReadIndexResponse;
import io.raftboot.core.model.TimeoutNow;
import io.raftboot.core.model.VoteRequest;
import io.raftboot.core.model.VoteResponse;

/** Bodies of the messages of Raft itself, behind their term. */
final class ProtocolCodec {

	/** Bytes of an AppendEntries body without its entries. */
	static final int APPEND_ENTRIES_BYTES = 56;

	private ProtocolCodec() {
	}

	static void write(PreVoteRequest message, ByteBuffer target) {
		target.putLong(message.proposedTerm()).putLong(message.lastLogIndex()).putLong(message.lastLogTerm());
	}

	static Message preVoteRequest(NodeId from, ByteBuffer source) {
		return new PreVoteRequest(from, source.getLong(), source.getLong(), source.getLong(), source.getLong());
	}

	static void write(PreVoteResponse message, ByteBuffer target) {
		target.putLong(message.proposedTerm()).put(WireFlag.of(message.granted()));
	}

	static Message preVoteResponse(NodeId from, ByteBuffer source) {
		return new PreVoteResponse(from, source.getLong(), source.getLong(), WireFlag.read(source));
	}

	static void write(VoteRequest message, ByteBuffer target) {
		target.putLong(message.lastLogIndex()).putLong(message.lastLogTerm()).put(WireFlag.of(message.transfer()));
	}

	static Message voteRequest(NodeId from, ByteBuffer source) {
		return new VoteRequest(from, source.getLong(), source.getLong(), source.getLong(), WireFlag.read(source));
	}

	static void write(VoteResponse message, ByteBuffer target) {
		target.put(WireFlag.of(message.granted())).putLong(message.incarnation());
	}

	static Message voteResponse(NodeId from, ByteBuffer source) {
		return new VoteResponse(from, source.getLong(), WireFlag.read(source), source.getLong());
	}

	static void write(AppendEntries message, ByteBuffer target) {
		EntryBatch entries = message.entries();
		target.putLong(message.previousIndex()).putLong(message.previousTerm()).putLong(message.commitIndex());
		target.putLong(message.round()).putInt(message.voteRefusalMillis());
		target.putLong(entries.firstIndex()).putInt(entries.count());
		entries.copyTo(target);
	}

	static Message appendEntries(NodeId from, ByteBuffer source) {
		long term = source.getLong();
		long previousIndex = source.getLong();
		long previousTerm = source.getLong();
		long commitIndex = source.getLong();
		long round = source.getLong();
		int voteRefusalMillis = source.getInt();
		long firstIndex = source.getLong();
		int count = source.getInt();
		EntryBatch entries = EntryBatch.verified(source, firstIndex, count);
		source.position(source.limit());
		return new AppendEntries(from, term, previousIndex, previousTerm, commitIndex, round, voteRefusalMillis,
				entries);
	}

	static void write(AppendResponse message, ByteBuffer target) {
		target.put(WireFlag.of(message.success())).putLong(message.matchIndex());
		target.putLong(message.hintIndex()).putLong(message.hintTerm()).putLong(message.round());
	}

	static Message appendResponse(NodeId from, ByteBuffer source) {
		return new AppendResponse(from, source.getLong(), WireFlag.read(source), source.getLong(), source.getLong(),
				source.getLong(), source.getLong());
	}

	static void write(Heartbeat message, ByteBuffer target) {
		target.putLong(message.commitIndex()).putLong(message.round()).putInt(message.voteRefusalMillis());
	}

	static Message heartbeat(NodeId from, ByteBuffer source) {
		return new Heartbeat(from, source.getLong(), source.getLong(), source.getLong(), source.getInt());
	}

	static void write(HeartbeatResponse message, ByteBuffer target) {
		target.putLong(message.round()).putLong(message.lastLogIndex());
	}

	static Message heartbeatResponse(NodeId from, ByteBuffer source) {
		return new HeartbeatResponse(from, source.getLong(), source.getLong(), source.getLong());
	}

	static void write(ReadIndexRequest message, ByteBuffer target) {
		target.putLong(message.readId()).put(WireFlag.of(message.leaseAllowed()));
	}

	static Message readIndexRequest(NodeId from, ByteBuffer source) {
		return new ReadIndexRequest(from, source.getLong(), source.getLong(), WireFlag.read(source));
	}

	static void write(ReadIndexResponse message, ByteBuffer target) {
		target.putLong(message.readId()).putLong(message.index());
	}

	static Message readIndexResponse(NodeId from, ByteBuffer source) {
		return new ReadIndexResponse(from, source.getLong(), source.getLong(), source.getLong());
	}

	static void write(TimeoutNow message, ByteBuffer target) {
		target.putLong(message.round());
	}

	static Message timeoutNow(NodeId from, ByteBuffer source) {
		return new TimeoutNow(from, source.getLong(), source.getLong());
	}

}
