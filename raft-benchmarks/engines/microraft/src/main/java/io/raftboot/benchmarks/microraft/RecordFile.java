package io.raftboot.benchmarks.microraft;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.microraft.model.log.LogEntry;
import io.microraft.model.log.RaftGroupMembersView;
import io.microraft.model.log.SnapshotChunk;
import io.microraft.model.log.SnapshotEntry;
import io.microraft.model.persistence.RaftEndpointPersistentState;
import io.microraft.model.persistence.RaftTermPersistentState;
import io.microraft.persistence.RestoredRaftState;
import org.jspecify.annotations.Nullable;

/** Reads back what {@link FileRaftStore} has written. */
final class RecordFile {

	private @Nullable RaftEndpointPersistentState endpoint;

	private @Nullable RaftGroupMembersView members;

	private RaftTermPersistentState term = ModelCodec.MODEL.createRaftTermPersistentStateBuilder().setTerm(0).build();

	private final TreeMap<Long, LogEntry> entries = new TreeMap<>();

	private final TreeMap<Long, List<SnapshotChunk>> chunks = new TreeMap<>();

	private RecordFile() {
	}

	/** Opens the store of a directory, cutting off a record that is not complete. */
	static OpenedStore open(Path directory, boolean forced) throws IOException {
		Path path = directory.resolve("records");
		RecordFile records = new RecordFile();
		long end = Files.exists(path) ? records.readAll(path) : 0L;
		FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
		file.truncate(end);
		file.position(end);
		return new OpenedStore(new FileRaftStore(file, forced), records.restored());
	}

	private long readAll(Path path) throws IOException {
		long end = 0;
		long size = Files.size(path);
		try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(path), 1 << 16))) {
			while (true) {
				int length = in.readInt();
				if (length <= 0 || end + Integer.BYTES + length > size) {
					return end;
				}
				byte[] content = new byte[length];
				in.readFully(content);
				read(new DataInputStream(new ByteArrayInputStream(content)));
				end += Integer.BYTES + length;
			}
		}
		catch (EOFException ex) {
			return end;
		}
	}

	private void read(DataInputStream in) throws IOException {
		int kind = in.readByte();
		switch (kind) {
			case FileRaftStore.ENDPOINT -> this.endpoint = ModelCodec.MODEL.createRaftEndpointPersistentStateBuilder()
				.setLocalEndpoint(ModelCodec.readEndpoint(in))
				.setVoting(in.readBoolean())
				.build();
			case FileRaftStore.MEMBERS -> this.members = ModelCodec.readMembers(in);
			case FileRaftStore.TERM -> this.term = ModelCodec.MODEL.createRaftTermPersistentStateBuilder()
				.setTerm(in.readInt())
				.setVotedFor(ModelCodec.readEndpointIfAny(in))
				.build();
			case FileRaftStore.ENTRY -> {
				LogEntry entry = ModelCodec.readEntry(in);
				this.entries.put(entry.getIndex(), entry);
			}
			case FileRaftStore.CHUNK -> {
				SnapshotChunk chunk = ModelCodec.readChunk(in);
				this.chunks.computeIfAbsent(chunk.getIndex(), (index) -> new ArrayList<>()).add(chunk);
			}
			case FileRaftStore.TRUNCATED_FROM -> this.entries.tailMap(in.readLong(), true).clear();
			case FileRaftStore.TRUNCATED_UNTIL -> {
				long index = in.readLong();
				this.entries.headMap(index, true).clear();
				this.chunks.headMap(index, false).clear();
			}
			case FileRaftStore.CHUNKS_DELETED -> this.chunks.remove(in.readLong());
			default -> throw new IOException("Unknown kind " + kind);
		}
	}

	private @Nullable RestoredRaftState restored() {
		if (this.endpoint == null || this.members == null) {
			return null;
		}
		SnapshotEntry snapshot = snapshot();
		if (snapshot != null) {
			this.entries.headMap(snapshot.getIndex(), true).clear();
		}
		return new RestoredRaftState(this.endpoint, this.members, this.term, snapshot,
				new ArrayList<>(this.entries.values()));
	}

	private @Nullable SnapshotEntry snapshot() {
		for (Map.Entry<Long, List<SnapshotChunk>> snapshot : this.chunks.descendingMap().entrySet()) {
			List<SnapshotChunk> parts = snapshot.getValue();
			SnapshotChunk first = parts.get(0);
			if (parts.size() == first.getSnapshotChunkCount()) {
				return ModelCodec.MODEL.createSnapshotEntryBuilder()
					.setIndex(snapshot.getKey())
					.setTerm(first.getTerm())
					.setSnapshotChunks(parts)
					.setGroupMembersView(first.getGroupMembersView())
					.build();
			}
		}
		return null;
	}

}
