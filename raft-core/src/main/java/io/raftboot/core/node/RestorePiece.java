package io.raftboot.core.node;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryBatchBuilder;
import io.raftboot.core.model.EntryLayout;
import io.raftboot.core.model.EntryType;

/**
 * Payload of a {@link EntryType#RESTORE} entry, a piece of a snapshot file: {@code u8
 * version | u8 last | u16 reserved | u32 fileChecksum | u64 restoreId | u64 offset | u64
 * totalBytes | bytes}, little-endian.
 *
 * @param restoreId which restore it belongs to
 * @param offset where its bytes belong in the file
 * @param totalBytes size of the file
 * @param fileChecksum CRC32C of the file
 * @param last whether it is the last one, at which the state is replaced
 * @param data the bytes; valid as long as the entry
 */
record RestorePiece(long restoreId, long offset, long totalBytes, int fileChecksum, boolean last, ByteBuffer data) {

	static final int DATA_BYTES_MAX = 512 << 10;

	private static final int VERSION = 1;

	private static final int HEADER_BYTES = 32;

	static int entryBytes(int dataBytes) {
		return EntryLayout.entryBytes(HEADER_BYTES + dataBytes);
	}

	/** An entry of its own. */
	EntryBatch toEntry(long index, long term) {
		EntryBatchBuilder builder = new EntryBatchBuilder(index, term, entryBytes(this.data.remaining()));
		ByteBuffer target = builder.beginPayload();
		target.put((byte) VERSION).put((byte) (this.last ? 1 : 0)).putShort((short) 0).putInt(this.fileChecksum);
		target.putLong(this.restoreId).putLong(this.offset).putLong(this.totalBytes);
		target.put(this.data.duplicate());
		builder.endPayload(EntryType.RESTORE);
		return builder.build();
	}

	/**
	 * Reads the payload of an entry.
	 * @throws IllegalArgumentException if a newer version wrote it
	 */
	static RestorePiece of(ByteBuffer payload) {
		ByteBuffer source = payload.slice().order(ByteOrder.LITTLE_ENDIAN);
		if (source.remaining() < HEADER_BYTES || source.get(0) != VERSION) {
			throw new IllegalArgumentException("Piece of a restore of version "
					+ ((source.remaining() > 0) ? source.get(0) : 0) + "; this node reads version " + VERSION);
		}
		return new RestorePiece(source.getLong(8), source.getLong(16), source.getLong(24), source.getInt(4),
				source.get(1) != 0, source.position(HEADER_BYTES).slice());
	}

}
