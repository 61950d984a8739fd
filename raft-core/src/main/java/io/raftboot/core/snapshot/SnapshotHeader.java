package io.raftboot.core.snapshot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

import io.raftboot.core.model.ConfigurationEntry;
import io.raftboot.core.model.SnapshotMeta;

/**
 * The start of a snapshot file, little-endian: {@code u32 magic | u32 version | u32
 * headerBytes | u32 checksum} of these, the same in every version, so that a file of a
 * later one is told from a damaged one; then {@code u64 index | u64 term | u64
 * membershipIndex | u64 createdMillis | configuration entry | u32 checksum} of all
 * before.
 *
 * @param meta what the snapshot stands for
 * @param createdMillis when it was taken
 */
record SnapshotHeader(SnapshotMeta meta, long createdMillis) {

	/** Version this class writes, and the only one it reads. */
	static final int VERSION = 1;

	/** The part that tells version and size of the rest. */
	static final int PREFIX_BYTES = 16;

	/** More than any configuration needs; bounds what a reader allocates. */
	static final int BYTES_MAX = 1 << 20;

	private static final int MAGIC = 0x4e535252;

	private static final int FIXED_BYTES = PREFIX_BYTES + 4 * 8 + 4;

	ByteBuffer encode() {
		ByteBuffer configuration = this.meta.configuration().encode();
		int bytes = FIXED_BYTES + configuration.remaining();
		if (bytes > BYTES_MAX) {
			throw new IllegalArgumentException("The configuration of a snapshot must not have " + bytes + " bytes");
		}
		ByteBuffer header = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
		header.putInt(MAGIC).putInt(VERSION).putInt(bytes);
		header.putInt(checksum(header, PREFIX_BYTES - 4));
		header.putLong(this.meta.index()).putLong(this.meta.term()).putLong(this.meta.membershipIndex());
		header.putLong(this.createdMillis).put(configuration);
		return header.putInt(checksum(header, bytes - 4)).flip();
	}

	/**
	 * Size of the header that begins with these bytes.
	 * @throws IllegalArgumentException if they are not the beginning of a snapshot file
	 * @throws UnsupportedSnapshotException if it is of another version
	 */
	static int bytes(ByteBuffer prefix) throws UnsupportedSnapshotException {
		if (prefix.getInt(0) != MAGIC) {
			throw new IllegalArgumentException("it does not start like a snapshot");
		}
		if (prefix.getInt(PREFIX_BYTES - 4) != checksum(prefix, PREFIX_BYTES - 4)) {
			throw new IllegalArgumentException("the checksum of its version differs");
		}
		int version = prefix.getInt(4);
		if (version != VERSION) {
			throw new UnsupportedSnapshotException(
					"it is of version " + version + "; this node reads version " + VERSION);
		}
		int bytes = prefix.getInt(8);
		if (bytes < FIXED_BYTES || bytes > BYTES_MAX) {
			throw new IllegalArgumentException("no header has " + bytes + " bytes");
		}
		return bytes;
	}

	/**
	 * Reads a whole header.
	 * @throws IllegalArgumentException saying what is wrong with it
	 * @throws UnsupportedSnapshotException if its configuration cannot be read
	 */
	static SnapshotHeader decode(ByteBuffer header) throws UnsupportedSnapshotException {
		int bytes = header.limit();
		if (header.getInt(bytes - 4) != checksum(header, bytes - 4)) {
			throw new IllegalArgumentException("the checksum of the header differs");
		}
		int configurationAt = FIXED_BYTES - 4;
		ConfigurationEntry configuration;
		try {
			configuration = ConfigurationEntry.decode(header.slice(configurationAt, bytes - 4 - configurationAt));
		}
		catch (IllegalArgumentException ex) {
			throw new UnsupportedSnapshotException("its configuration cannot be read: " + ex.getMessage(), ex);
		}
		SnapshotMeta meta = new SnapshotMeta(header.getLong(PREFIX_BYTES), header.getLong(PREFIX_BYTES + 8),
				header.getLong(PREFIX_BYTES + 16), configuration);
		return new SnapshotHeader(meta, header.getLong(PREFIX_BYTES + 24));
	}

	private static int checksum(ByteBuffer header, int bytes) {
		CRC32C crc = new CRC32C();
		crc.update(header.array(), header.arrayOffset(), bytes);
		return StoredChecksum.of(crc);
	}

}
