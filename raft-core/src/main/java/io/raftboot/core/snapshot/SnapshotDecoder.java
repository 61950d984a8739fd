package io.raftboot.core.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.CRC32C;

import io.raftboot.core.io.DiskFile;

import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link SnapshotEncoder} wrote from start to end through one buffer, and
 * checks every byte before it hands it out. For one thread.
 */
final class SnapshotDecoder {

	private final DiskFile file;

	private final Path path;

	private final long size;

	private final SnapshotHeader header;

	private final ByteBuffer buffer = ByteBuffer
		.allocate(SnapshotEncoder.CHUNK_HEADER_BYTES + SnapshotEncoder.CHUNK_BYTES_MAX)
		.order(ByteOrder.LITTLE_ENDIAN);

	private final CRC32C chunkChecksum = new CRC32C();

	private final CRC32C fileChecksum = new CRC32C();

	private long position;

	private long contentBytes;

	private @Nullable SnapshotFile complete;

	/**
	 * Reads and checks the header.
	 * @param path the file's name for messages
	 */
	SnapshotDecoder(DiskFile file, Path path) throws IOException {
		this.file = file;
		this.path = path;
		this.size = file.size();
		this.header = readHeader();
	}

	SnapshotHeader header() {
		return this.header;
	}

	/**
	 * The next piece of the content, good until the next call; {@code null} when all of
	 * it was read and the trailer is right too.
	 */
	@Nullable ByteBuffer next() throws IOException {
		if (this.complete != null) {
			return null;
		}
		this.file.read(this.buffer.clear(), this.position);
		this.buffer.flip();
		if (this.buffer.remaining() < SnapshotEncoder.TRAILER_BYTES) {
			throw damaged("the file ends too early, after " + this.size + " bytes");
		}
		int bytes = this.buffer.getInt(0);
		if (bytes == 0) {
			this.complete = readTrailer();
			return null;
		}
		int end = SnapshotEncoder.CHUNK_HEADER_BYTES + bytes;
		if (bytes < 0 || bytes > SnapshotEncoder.CHUNK_BYTES_MAX || end > this.buffer.limit()) {
			throw damaged("no chunk of " + Integer.toUnsignedString(bytes) + " bytes fits here");
		}
		this.chunkChecksum.reset();
		this.chunkChecksum.update(this.buffer.array(), SnapshotEncoder.CHUNK_HEADER_BYTES, bytes);
		if (this.buffer.getInt(4) != StoredChecksum.of(this.chunkChecksum)) {
			throw damaged("the checksum of a chunk of " + bytes + " bytes differs");
		}
		this.fileChecksum.update(this.buffer.array(), 0, end);
		this.position += end;
		this.contentBytes += bytes;
		return this.buffer.position(SnapshotEncoder.CHUNK_HEADER_BYTES).limit(end);
	}

	/** Reads what is left and says what the file is. */
	SnapshotFile readAll() throws IOException {
		SnapshotFile found = this.complete;
		while (found == null) {
			next();
			found = this.complete;
		}
		return found;
	}

	private SnapshotHeader readHeader() throws IOException {
		try {
			ByteBuffer header = read(SnapshotHeader.bytes(read(SnapshotHeader.PREFIX_BYTES)));
			SnapshotHeader found = SnapshotHeader.decode(header);
			this.fileChecksum.update(header);
			this.position = header.limit();
			return found;
		}
		catch (IllegalArgumentException ex) {
			throw damaged(String.valueOf(ex.getMessage()));
		}
		catch (UnsupportedSnapshotException ex) {
			throw new UnsupportedSnapshotException("Snapshot " + this.path + " cannot be used: " + ex.getMessage(), ex);
		}
	}

	private ByteBuffer read(int bytes) throws IOException {
		ByteBuffer target = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
		this.file.read(target, 0);
		if (target.hasRemaining()) {
			throw damaged("the file ends too early, after " + this.size + " bytes");
		}
		return target.flip();
	}

	private SnapshotFile readTrailer() throws DamagedSnapshotException {
		int checksumAt = SnapshotEncoder.TRAILER_BYTES - 4;
		if (this.buffer.getLong(4) != this.contentBytes) {
			throw damaged("the content should have " + this.buffer.getLong(4) + " bytes, not " + this.contentBytes);
		}
		this.fileChecksum.update(this.buffer.array(), 0, checksumAt);
		if (this.buffer.getInt(checksumAt) != StoredChecksum.of(this.fileChecksum)) {
			throw damaged("the checksum of the whole file differs");
		}
		this.fileChecksum.update(this.buffer.array(), checksumAt, 4);
		this.position += SnapshotEncoder.TRAILER_BYTES;
		if (this.position != this.size) {
			throw damaged("it should end here and has " + this.size + " bytes");
		}
		return new SnapshotFile(this.header.meta(), this.size, (int) this.fileChecksum.getValue(),
				this.header.createdMillis());
	}

	private DamagedSnapshotException damaged(String what) {
		return new DamagedSnapshotException(
				"Snapshot " + this.path + " is damaged at offset " + this.position + ": " + what);
	}

}
