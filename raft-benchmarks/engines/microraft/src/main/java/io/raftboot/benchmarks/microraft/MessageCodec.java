package io.raftboot.benchmarks.microraft;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.microraft.RaftEndpoint;
import io.microraft.model.log.LogEntry;
import io.microraft.model.message.AppendEntriesFailureResponse;
import io.microraft.model.message.AppendEntriesRequest;
import io.microraft.model.message.AppendEntriesSuccessResponse;
import io.microraft.model.message.InstallSnapshotRequest;
import io.microraft.model.message.InstallSnapshotResponse;
import io.microraft.model.message.PreVoteRequest;
import io.microraft.model.message.PreVoteResponse;
import io.microraft.model.message.RaftMessage;
import io.microraft.model.message.VoteRequest;
import io.microraft.model.message.VoteResponse;

import static io.raftboot.benchmarks.microraft.ModelCodec.MODEL;

/**
 * MicroRaft's messages as bytes: a kind, sender and term, and what the kind has. Leaders
 * are never asked to hand over, so that message has no form.
 */
final class MessageCodec {

	/** The one group that there is. */
	static final String GROUP = "benchmark";

	private static final int APPEND = 1;

	private static final int APPENDED = 2;

	private static final int NOT_APPENDED = 3;

	private static final int PRE_VOTE = 4;

	private static final int PRE_VOTED = 5;

	private static final int VOTE = 6;

	private static final int VOTED = 7;

	private static final int INSTALL = 8;

	private static final int INSTALLED = 9;

	private MessageCodec() {
	}

	static void write(RaftMessage message, DataOutput out) throws IOException {
		if (message instanceof AppendEntriesRequest append) {
			writeHead(APPEND, message, out);
			writeAppend(append, out);
		}
		else if (message instanceof AppendEntriesSuccessResponse appended) {
			writeHead(APPENDED, message, out);
			out.writeLong(appended.getLastLogIndex());
			out.writeLong(appended.getQuerySequenceNumber());
			out.writeLong(appended.getFlowControlSequenceNumber());
		}
		else if (message instanceof AppendEntriesFailureResponse failed) {
			writeHead(NOT_APPENDED, message, out);
			out.writeLong(failed.getExpectedNextIndex());
			out.writeLong(failed.getQuerySequenceNumber());
			out.writeLong(failed.getFlowControlSequenceNumber());
		}
		else if (message instanceof PreVoteRequest vote) {
			writeHead(PRE_VOTE, message, out);
			out.writeInt(vote.getLastLogTerm());
			out.writeLong(vote.getLastLogIndex());
		}
		else if (message instanceof PreVoteResponse voted) {
			writeHead(PRE_VOTED, message, out);
			out.writeBoolean(voted.isGranted());
		}
		else if (message instanceof VoteRequest vote) {
			writeHead(VOTE, message, out);
			out.writeInt(vote.getLastLogTerm());
			out.writeLong(vote.getLastLogIndex());
			out.writeBoolean(vote.isSticky());
		}
		else if (message instanceof VoteResponse voted) {
			writeHead(VOTED, message, out);
			out.writeBoolean(voted.isGranted());
		}
		else if (message instanceof InstallSnapshotRequest install) {
			writeHead(INSTALL, message, out);
			writeInstall(install, out);
		}
		else if (message instanceof InstallSnapshotResponse installed) {
			writeHead(INSTALLED, message, out);
			out.writeLong(installed.getSnapshotIndex());
			out.writeInt(installed.getRequestedSnapshotChunkIndex());
			out.writeLong(installed.getQuerySequenceNumber());
			out.writeLong(installed.getFlowControlSequenceNumber());
		}
		else {
			throw new IOException("No form for " + message);
		}
	}

	static RaftMessage read(DataInput in) throws IOException {
		int kind = in.readByte();
		RaftEndpoint sender = ModelCodec.readEndpoint(in);
		int term = in.readInt();
		return switch (kind) {
			case APPEND -> readAppend(sender, term, in);
			case APPENDED -> MODEL.createAppendEntriesSuccessResponseBuilder()
				.setGroupId(GROUP)
				.setSender(sender)
				.setTerm(term)
				.setLastLogIndex(in.readLong())
				.setQuerySequenceNumber(in.readLong())
				.setFlowControlSequenceNumber(in.readLong())
				.build();
			case NOT_APPENDED -> MODEL.createAppendEntriesFailureResponseBuilder()
				.setGroupId(GROUP)
				.setSender(sender)
				.setTerm(term)
				.setExpectedNextIndex(in.readLong())
				.setQuerySequenceNumber(in.readLong())
				.setFlowControlSequenceNumber(in.readLong())
				.build();
			case PRE_VOTE -> MODEL.createPreVoteRequestBuilder()
				.setGroupId(GROUP)
				.setSender(sender)
				.setTerm(term)
				.setLastLogTerm(in.readInt())
				.setLastLogIndex(in.readLong())
				.build();
			case PRE_VOTED -> MODEL.createPreVoteResponseBuilder()
				.setGroupId(GROUP)
				.setSender(sender)
				.setTerm(term)
				.setGranted(in.readBoolean())
				.build();
			case VOTE -> MODEL.createVoteRequestBuilder()
				.setGroupId(GROUP)
				.setSender(sender)
				.setTerm(term)
				.setLastLogTerm(in.readInt())
				.setLastLogIndex(in.readLong())
				.setSticky(in.readBoolean())
				.build();
			case VOTED -> MODEL.createVoteResponseBuilder()
				.setGroupId(GROUP)
				.setSender(sender)
				.setTerm(term)
				.setGranted(in.readBoolean())
				.build();
			case INSTALL -> readInstall(sender, term, in);
			case INSTALLED -> MODEL.createInstallSnapshotResponseBuilder()
				.setGroupId(GROUP)
				.setSender(sender)
				.setTerm(term)
				.setSnapshotIndex(in.readLong())
				.setRequestedSnapshotChunkIndex(in.readInt())
				.setQuerySequenceNumber(in.readLong())
				.setFlowControlSequenceNumber(in.readLong())
				.build();
			default -> throw new IOException("Unknown kind " + kind);
		};
	}

	private static void writeHead(int kind, RaftMessage message, DataOutput out) throws IOException {
		out.writeByte(kind);
		ModelCodec.writeEndpoint(message.getSender(), out);
		out.writeInt(message.getTerm());
	}

	private static void writeAppend(AppendEntriesRequest append, DataOutput out) throws IOException {
		out.writeInt(append.getPreviousLogTerm());
		out.writeLong(append.getPreviousLogIndex());
		out.writeLong(append.getCommitIndex());
		out.writeLong(append.getQuerySequenceNumber());
		out.writeLong(append.getFlowControlSequenceNumber());
		out.writeInt(append.getLogEntries().size());
		for (LogEntry entry : append.getLogEntries()) {
			ModelCodec.writeEntry(entry, out);
		}
	}

	private static RaftMessage readAppend(RaftEndpoint sender, int term, DataInput in) throws IOException {
		return MODEL.createAppendEntriesRequestBuilder()
			.setGroupId(GROUP)
			.setSender(sender)
			.setTerm(term)
			.setPreviousLogTerm(in.readInt())
			.setPreviousLogIndex(in.readLong())
			.setCommitIndex(in.readLong())
			.setQuerySequenceNumber(in.readLong())
			.setFlowControlSequenceNumber(in.readLong())
			.setLogEntries(readEntries(in))
			.build();
	}

	private static List<LogEntry> readEntries(DataInput in) throws IOException {
		int size = in.readInt();
		List<LogEntry> entries = new ArrayList<>(size);
		for (int i = 0; i < size; i++) {
			entries.add(ModelCodec.readEntry(in));
		}
		return entries;
	}

	private static void writeInstall(InstallSnapshotRequest install, DataOutput out) throws IOException {
		out.writeBoolean(install.isSenderLeader());
		out.writeInt(install.getSnapshotTerm());
		out.writeLong(install.getSnapshotIndex());
		out.writeInt(install.getTotalSnapshotChunkCount());
		out.writeBoolean(install.getSnapshotChunk() != null);
		if (install.getSnapshotChunk() != null) {
			ModelCodec.writeChunk(install.getSnapshotChunk(), out);
		}
		ModelCodec.writeEndpoints(install.getSnapshottedMembers(), out);
		ModelCodec.writeMembers(install.getGroupMembersView(), out);
		out.writeLong(install.getQuerySequenceNumber());
		out.writeLong(install.getFlowControlSequenceNumber());
	}

	private static RaftMessage readInstall(RaftEndpoint sender, int term, DataInput in) throws IOException {
		return MODEL.createInstallSnapshotRequestBuilder()
			.setGroupId(GROUP)
			.setSender(sender)
			.setTerm(term)
			.setSenderLeader(in.readBoolean())
			.setSnapshotTerm(in.readInt())
			.setSnapshotIndex(in.readLong())
			.setTotalSnapshotChunkCount(in.readInt())
			.setSnapshotChunk(in.readBoolean() ? ModelCodec.readChunk(in) : null)
			.setSnapshottedMembers(ModelCodec.readEndpoints(in))
			.setGroupMembersView(ModelCodec.readMembers(in))
			.setQuerySequenceNumber(in.readLong())
			.setFlowControlSequenceNumber(in.readLong())
			.build();
	}

}
