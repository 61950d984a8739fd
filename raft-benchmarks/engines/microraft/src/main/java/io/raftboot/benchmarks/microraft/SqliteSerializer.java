package io.raftboot.benchmarks.microraft;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

import io.microraft.RaftEndpoint;
import io.microraft.model.log.LogEntry;
import io.microraft.model.log.RaftGroupMembersView;
import io.microraft.model.log.SnapshotChunk;
import io.microraft.model.persistence.RaftEndpointPersistentState;
import io.microraft.model.persistence.RaftTermPersistentState;
import io.microraft.persistence.RaftStoreSerializer;

/** {@link ModelCodec} as MicroRaft's SQLite store asks for it. */
final class SqliteSerializer implements RaftStoreSerializer {

	@Override
	public Serializer<RaftGroupMembersView> raftGroupMembersViewSerializer() {
		return new Form<>(ModelCodec::writeMembers, ModelCodec::readMembers);
	}

	@Override
	public Serializer<RaftEndpoint> raftEndpointSerializer() {
		return new Form<>(ModelCodec::writeEndpoint, ModelCodec::readEndpoint);
	}

	@Override
	public Serializer<LogEntry> logEntrySerializer() {
		return new Form<>(ModelCodec::writeEntry, ModelCodec::readEntry);
	}

	@Override
	public Serializer<SnapshotChunk> snapshotChunkSerializer() {
		return new Form<>(ModelCodec::writeChunk, ModelCodec::readChunk);
	}

	@Override
	public Serializer<RaftEndpointPersistentState> raftEndpointPersistentStateSerializer() {
		throw new UnsupportedOperationException("The store keeps this in columns");
	}

	@Override
	public Serializer<RaftTermPersistentState> raftTermPersistentState() {
		throw new UnsupportedOperationException("The store keeps this in columns");
	}

	@FunctionalInterface
	private interface Writing<T> {

		void write(T element, DataOutput out) throws IOException;

	}

	@FunctionalInterface
	private interface Reading<T> {

		T read(DataInput in) throws IOException;

	}

	private record Form<T>(Writing<T> writing, Reading<T> reading) implements Serializer<T> {

		@Override
		public byte[] serialize(T element) {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			try {
				this.writing.write(element, new DataOutputStream(bytes));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			return bytes.toByteArray();
		}

		@Override
		public T deserialize(byte[] bytes) {
			try {
				return this.reading.read(new DataInputStream(new ByteArrayInputStream(bytes)));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
