package io.raftboot.benchmarks.microraft;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;

import io.microraft.lifecycle.RaftNodeLifecycleAware;
import io.microraft.model.log.LogEntry;
import io.microraft.model.log.RaftGroupMembersView;
import io.microraft.model.log.SnapshotChunk;
import io.microraft.model.persistence.RaftEndpointPersistentState;
import io.microraft.model.persistence.RaftTermPersistentState;
import io.microraft.persistence.RaftStore;

/**
 * Appends whatever MicroRaft wants kept to one file, as records of length, kind and
 * content, and forces it when MicroRaft flushes, if it is to. Never gives space back: it
 * is for benchmarks of a few minutes.
 */
final class FileRaftStore implements RaftStore, RaftNodeLifecycleAware {

	static final int ENDPOINT = 1;

	static final int MEMBERS = 2;

	static final int TERM = 3;

	static final int ENTRY = 4;

	static final int CHUNK = 5;

	static final int TRUNCATED_FROM = 6;

	static final int TRUNCATED_UNTIL = 7;

	static final int CHUNKS_DELETED = 8;

	private static final int WRITTEN_BYTES = 1 << 20;

	private final FileChannel file;

	private final boolean forced;

	private final Pending pending = new Pending();

	private final DataOutputStream out = new DataOutputStream(this.pending);

	private boolean dirty;

	/**
	 * Goes on where a file ends.
	 * @param file positioned where to append, closed with the node
	 * @param forced whether a flush forces it
	 */
	FileRaftStore(FileChannel file, boolean forced) {
		this.file = file;
		this.forced = forced;
	}

	@Override
	public void persistAndFlushLocalEndpoint(RaftEndpointPersistentState state) throws IOException {
		int start = begin(ENDPOINT);
		ModelCodec.writeEndpoint(state.getLocalEndpoint(), this.out);
		this.out.writeBoolean(state.isVoting());
		end(start);
		flush();
	}

	@Override
	public void persistAndFlushInitialGroupMembers(RaftGroupMembersView members) throws IOException {
		int start = begin(MEMBERS);
		ModelCodec.writeMembers(members, this.out);
		end(start);
		flush();
	}

	@Override
	public void persistAndFlushTerm(RaftTermPersistentState term) throws IOException {
		int start = begin(TERM);
		this.out.writeInt(term.getTerm());
		ModelCodec.writeEndpoint(term.getVotedFor(), this.out);
		end(start);
		flush();
	}

	@Override
	public void persistLogEntries(List<LogEntry> entries) throws IOException {
		for (LogEntry entry : entries) {
			int start = begin(ENTRY);
			ModelCodec.writeEntry(entry, this.out);
			end(start);
		}
	}

	@Override
	public void persistSnapshotChunk(SnapshotChunk chunk) throws IOException {
		int start = begin(CHUNK);
		ModelCodec.writeChunk(chunk, this.out);
		end(start);
	}

	@Override
	public void truncateLogEntriesFrom(long index) throws IOException {
		writeIndex(TRUNCATED_FROM, index);
	}

	@Override
	public void truncateLogEntriesUntil(long index) throws IOException {
		writeIndex(TRUNCATED_UNTIL, index);
	}

	@Override
	public void deleteSnapshotChunks(long index, int count) throws IOException {
		writeIndex(CHUNKS_DELETED, index);
	}

	@Override
	public void flush() throws IOException {
		write();
		if (this.dirty && this.forced) {
			this.file.force(false);
			this.dirty = false;
		}
	}

	@Override
	public void onRaftNodeTerminate() {
		try {
			this.file.close();
		}
		catch (IOException ex) {
			throw new IllegalStateException("Could not close the store", ex);
		}
	}

	private void writeIndex(int kind, long index) throws IOException {
		int start = begin(kind);
		this.out.writeLong(index);
		end(start);
	}

	private int begin(int kind) throws IOException {
		int start = this.pending.size();
		this.out.writeInt(0);
		this.out.writeByte(kind);
		return start;
	}

	private void end(int start) throws IOException {
		this.pending.putLength(start);
		if (this.pending.size() >= WRITTEN_BYTES) {
			write();
		}
	}

	private void write() throws IOException {
		if (this.pending.size() == 0) {
			return;
		}
		this.dirty = true;
		ByteBuffer bytes = this.pending.bytes();
		while (bytes.hasRemaining()) {
			this.file.write(bytes);
		}
		this.pending.reset();
	}

	/** Records not yet written. */
	private static final class Pending extends ByteArrayOutputStream {

		/** Sets what the record from here to the end has after its length. */
		void putLength(int start) {
			ByteBuffer.wrap(this.buf).putInt(start, this.count - start - Integer.BYTES);
		}

		ByteBuffer bytes() {
			return ByteBuffer.wrap(this.buf, 0, this.count);
		}

	}

}
