package io.raftboot.core.snapshot;

import java.util.zip.CRC32C;

/**
 * A CRC32C in the form in which a snapshot file carries it. A plain CRC behind the bytes
 * it covers makes the CRC of everything up to there the same whatever the bytes are, so
 * that {@link SnapshotFile#checksum} would tell no two files of one size apart; what is
 * stored is therefore mixed in a way that is not linear.
 */
final class StoredChecksum {

	private static final int ADDEND = 0x5bd1e995;

	private StoredChecksum() {
	}

	static int of(CRC32C crc) {
		return Integer.rotateLeft((int) crc.getValue(), 13) + ADDEND;
	}

}
