package io.raftboot.benchmarks.microraft;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.microraft.RaftEndpoint;
import io.microraft.model.RaftModelFactory;
import io.microraft.model.impl.DefaultRaftModelFactory;
import io.microraft.model.log.LogEntry;
import io.microraft.model.log.RaftGroupMembersView;
import io.microraft.model.log.SnapshotChunk;
import org.jspecify.annotations.Nullable;

/**
 * MicroRaft's parts of messages and of stored states as bytes. Members never change here,
 * so the operations that change them have no form.
 */
final class ModelCodec {

	static final RaftModelFactory MODEL = new DefaultRaftModelFactory();

	private static final int NEW_TERM = -1;

	private static final int NONE = -1;

	private ModelCodec() {
	}

	static void writeEndpoint(@Nullable RaftEndpoint endpoint, DataOutput out) throws IOException {
		out.writeInt((endpoint != null) ? ((Endpoint) endpoint).number() : NONE);
	}

	static RaftEndpoint readEndpoint(DataInput in) throws IOException {
		return new Endpoint(in.readInt());
	}

	static @Nullable RaftEndpoint readEndpointIfAny(DataInput in) throws IOException {
		int number = in.readInt();
		return (number != NONE) ? new Endpoint(number) : null;
	}

	static void writeEndpoints(Collection<RaftEndpoint> endpoints, DataOutput out) throws IOException {
		out.writeInt(endpoints.size());
		for (RaftEndpoint endpoint : endpoints) {
			writeEndpoint(endpoint, out);
		}
	}

	static Collection<RaftEndpoint> readEndpoints(DataInput in) throws IOException {
		int size = in.readInt();
		List<RaftEndpoint> endpoints = new ArrayList<>(size);
		for (int i = 0; i < size; i++) {
			endpoints.add(readEndpoint(in));
		}
		return endpoints;
	}

	static void writeMembers(RaftGroupMembersView members, DataOutput out) throws IOException {
		out.writeLong(members.getLogIndex());
		writeEndpoints(members.getMembers(), out);
		writeEndpoints(members.getVotingMembers(), out);
	}

	static RaftGroupMembersView readMembers(DataInput in) throws IOException {
		return MODEL.createRaftGroupMembersViewBuilder()
			.setLogIndex(in.readLong())
			.setMembers(readEndpoints(in))
			.setVotingMembers(readEndpoints(in))
			.build();
	}

	static void writeEntry(LogEntry entry, DataOutput out) throws IOException {
		out.writeLong(entry.getIndex());
		out.writeInt(entry.getTerm());
		writeOperation(entry.getOperation(), out);
	}

	static LogEntry readEntry(DataInput in) throws IOException {
		return MODEL.createLogEntryBuilder()
			.setIndex(in.readLong())
			.setTerm(in.readInt())
			.setOperation(readOperation(in))
			.build();
	}

	static void writeChunk(SnapshotChunk chunk, DataOutput out) throws IOException {
		out.writeLong(chunk.getIndex());
		out.writeInt(chunk.getTerm());
		writeOperation(chunk.getOperation(), out);
		out.writeInt(chunk.getSnapshotChunkIndex());
		out.writeInt(chunk.getSnapshotChunkCount());
		writeMembers(chunk.getGroupMembersView(), out);
	}

	static SnapshotChunk readChunk(DataInput in) throws IOException {
		return MODEL.createSnapshotChunkBuilder()
			.setIndex(in.readLong())
			.setTerm(in.readInt())
			.setOperation(readOperation(in))
			.setSnapshotChunkIndex(in.readInt())
			.setSnapshotChunkCount(in.readInt())
			.setGroupMembersView(readMembers(in))
			.build();
	}

	private static void writeOperation(Object operation, DataOutput out) throws IOException {
		if (operation instanceof byte[] bytes) {
			out.writeInt(bytes.length);
			out.write(bytes);
		}
		else if (operation == Marker.NEW_TERM) {
			out.writeInt(NEW_TERM);
		}
		else {
			throw new IOException("No form for " + operation);
		}
	}

	private static Object readOperation(DataInput in) throws IOException {
		int length = in.readInt();
		if (length == NEW_TERM) {
			return Marker.NEW_TERM;
		}
		byte[] bytes = new byte[length];
		in.readFully(bytes);
		return bytes;
	}

}
