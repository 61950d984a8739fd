package io.raftboot.core.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.raftboot.core.snapshot.SnapshotFile;
import io.raftboot.core.snapshot.StagedSnapshot;
import org.jspecify.annotations.Nullable;

/** A user's wish to restore on its way into the log. Loop thread, but for reading. */
final class RestoreOrder {

	final CompletableFuture<Long> answer;

	final long restoreId;

	private final StagedSnapshot source;

	private final SnapshotFile file;

	/** Those it has a state for. */
	private final List<Machine> machines;

	/** Term of the leader that proposes it: it ends with that. */
	long term;

	/** The next piece, null while it is being read. */
	@Nullable RestorePiece ready;

	boolean reading;

	long readOffset;

	/** Whether some piece was proposed: every node waits for more. */
	boolean begun;

	/** Index of the last piece, 0 before it is proposed. */
	long lastIndex;

	RestoreOrder(CompletableFuture<Long> answer, long restoreId, StagedSnapshot source, List<Machine> machines) {
		this.answer = answer;
		this.restoreId = restoreId;
		this.source = source;
		this.file = source.file();
		this.machines = machines;
	}

	long totalBytes() {
		return this.file.totalBytes();
	}

	/** A machine whose state must not be in the log yet, null if there is none. */
	@Nullable Machine notReady() {
		for (Machine machine : this.machines) {
			if (machine.commandVersion == 0) {
				return machine;
			}
		}
		return null;
	}

	boolean isRead() {
		return this.readOffset >= this.file.totalBytes();
	}

	/** Reads a piece; not on the loop. */
	RestorePiece read(long offset) throws IOException {
		int bytes = (int) Math.min(RestorePiece.DATA_BYTES_MAX, this.file.totalBytes() - offset);
		ByteBuffer data = ByteBuffer.allocate(bytes);
		while (data.hasRemaining()) {
			if (this.source.read(offset + data.position(), data) <= 0) {
				throw new IOException("The snapshot to restore from ends at byte " + (offset + data.position()));
			}
		}
		return new RestorePiece(this.restoreId, offset, this.file.totalBytes(), this.file.checksum(),
				offset + bytes >= this.file.totalBytes(), data.flip());
	}

	/** Deletes the file; not on the loop. */
	void close() throws IOException {
		this.source.close();
	}

}
