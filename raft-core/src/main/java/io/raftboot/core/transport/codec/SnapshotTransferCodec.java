package io.raftboot.core.transport.codec;

import java.nio.ByteBuffer;

import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.SnapshotChunk;
import io.raftboot.core.model.SnapshotChunkResponse;

/**
 * Bodies of snapshot files on their way, behind their term. The receiver gets sizes that
 * fit together, and still has to check them against the file it knows of.
 */
final class SnapshotTransferCodec {

	/** Bytes of a SnapshotChunk body without its data. */
	static final int CHUNK_BYTES = 48;

	private static final SnapshotChunkResponse.Status[] STATUSES = SnapshotChunkResponse.Status.values();

	private SnapshotTransferCodec() {
	}

	static int bodyBytes(SnapshotChunk message) {
		int dataBytes = message.data().remaining();
		if (dataBytes > SnapshotChunk.DATA_BYTES_MAX) {
			throw new IllegalArgumentException("Chunk of a snapshot with " + dataBytes + " bytes; at most "
					+ SnapshotChunk.DATA_BYTES_MAX + " are allowed");
		}
		return CHUNK_BYTES + dataBytes;
	}

	static void write(SnapshotChunk message, ByteBuffer target) {
		ByteBuffer data = message.data();
		target.putLong(message.snapshotIndex()).putLong(message.snapshotTerm()).putLong(message.totalBytes());
		target.putInt(message.fileChecksum()).putLong(message.offset()).putInt(data.remaining());
		target.put(target.position(), data, data.position(), data.remaining());
		target.position(target.position() + data.remaining());
	}

	static Message snapshotChunk(NodeId from, ByteBuffer source) {
		long term = source.getLong();
		long snapshotIndex = source.getLong();
		long snapshotTerm = source.getLong();
		long totalBytes = source.getLong();
		int fileChecksum = source.getInt();
		long offset = source.getLong();
		int dataBytes = source.getInt();
		checkSnapshot(snapshotIndex, snapshotTerm);
		if (totalBytes < 0 || offset < 0 || dataBytes < 0 || dataBytes > SnapshotChunk.DATA_BYTES_MAX
				|| dataBytes > totalBytes - offset) {
			throw new MalformedFrameException(
					"chunk of " + dataBytes + " bytes at " + offset + " of a snapshot of " + totalBytes + " bytes");
		}
		if (dataBytes > source.remaining()) {
			throw new MalformedFrameException(
					"chunk of " + dataBytes + " bytes with " + source.remaining() + " bytes left");
		}
		ByteBuffer data = source.slice(source.position(), dataBytes);
		source.position(source.position() + dataBytes);
		return new SnapshotChunk(from, term, snapshotIndex, snapshotTerm, totalBytes, fileChecksum, offset, data);
	}

	static void write(SnapshotChunkResponse message, ByteBuffer target) {
		target.putLong(message.snapshotIndex()).putLong(message.snapshotTerm());
		target.putLong(message.receivedBytes()).put((byte) message.status().ordinal());
	}

	static Message snapshotChunkResponse(NodeId from, ByteBuffer source) {
		long term = source.getLong();
		long snapshotIndex = source.getLong();
		long snapshotTerm = source.getLong();
		long receivedBytes = source.getLong();
		int status = source.get() & 0xff;
		checkSnapshot(snapshotIndex, snapshotTerm);
		if (receivedBytes < 0) {
			throw new MalformedFrameException(receivedBytes + " bytes of a snapshot received");
		}
		if (status >= STATUSES.length) {
			throw new MalformedFrameException("unknown status " + status + " of a snapshot transfer");
		}
		return new SnapshotChunkResponse(from, term, snapshotIndex, snapshotTerm, receivedBytes, STATUSES[status]);
	}

	private static void checkSnapshot(long index, long term) {
		if (index < 1 || term < 1) {
			throw new MalformedFrameException("snapshot at index " + index + " of term " + term);
		}
	}

}
