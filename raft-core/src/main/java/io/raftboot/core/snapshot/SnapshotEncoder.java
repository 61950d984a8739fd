package io.raftboot.core.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

import io.raftboot.core.io.DiskFile;

/**
 * Writes a snapshot file from start to end through one buffer, whatever its size. Behind
 * the {@link SnapshotHeader}, little-endian: chunks of {@code u32 length (1 to 65536) |
 * u32 checksum of the bytes | bytes}; then
 * {@code u32 0 | u64 contentBytes | u32 checksum} of everything before. For one thread;
 * after a failure nothing more may be called.
 */
final class SnapshotEncoder {

	static final int CHUNK_BYTES_MAX = 64 * 1024;

	static final int CHUNK_HEADER_BYTES = 8;

	static final int TRAILER_BYTES = 16;

	private final DiskFile file;

	private final SnapshotHeader header;

	private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_HEADER_BYTES + CHUNK_BYTES_MAX)
		.order(ByteOrder.LITTLE_ENDIAN)
		.position(CHUNK_HEADER_BYTES);

	private final CRC32C chunkChecksum = new CRC32C();

	private final CRC32C fileChecksum = new CRC32C();

	private long position;

	private long contentBytes;

	SnapshotEncoder(DiskFile file, SnapshotHeader header) throws IOException {
		this.file = file;
		this.header = header;
		append(header.encode());
	}

	void write(int value) throws IOException {
		if (!this.chunk.hasRemaining()) {
			endChunk();
		}
		this.chunk.put((byte) value);
	}

	void write(byte[] source, int offset, int length) throws IOException {
		int at = offset;
		int left = length;
		while (left > 0) {
			if (!this.chunk.hasRemaining()) {
				endChunk();
			}
			int bytes = Math.min(left, this.chunk.remaining());
			this.chunk.put(source, at, bytes);
			at += bytes;
			left -= bytes;
		}
	}

	/** Writes what is left and the trailer; forcing is up to the caller. */
	SnapshotFile finish() throws IOException {
		if (this.chunk.position() > CHUNK_HEADER_BYTES) {
			endChunk();
		}
		ByteBuffer trailer = this.chunk.clear().putInt(0).putLong(this.contentBytes);
		this.fileChecksum.update(trailer.array(), 0, trailer.position());
		int stored = StoredChecksum.of(this.fileChecksum);
		trailer.putInt(stored).flip();
		this.fileChecksum.update(trailer.slice(TRAILER_BYTES - 4, 4));
		this.file.write(trailer, this.position);
		this.position += TRAILER_BYTES;
		return new SnapshotFile(this.header.meta(), this.position, (int) this.fileChecksum.getValue(),
				this.header.createdMillis());
	}

	private void endChunk() throws IOException {
		int bytes = this.chunk.position() - CHUNK_HEADER_BYTES;
		this.chunkChecksum.reset();
		this.chunkChecksum.update(this.chunk.array(), CHUNK_HEADER_BYTES, bytes);
		this.chunk.putInt(0, bytes).putInt(4, StoredChecksum.of(this.chunkChecksum));
		append(this.chunk.flip());
		this.contentBytes += bytes;
		this.chunk.clear().position(CHUNK_HEADER_BYTES);
	}

	private void append(ByteBuffer bytes) throws IOException {
		int count = bytes.remaining();
		this.fileChecksum.update(bytes.array(), 0, count);
		this.file.write(bytes, this.position);
		this.position += count;
	}

}
