package io.raftboot.core.snapshot;

/**
 * What was received of another node's snapshot file when the receiver let go.
 *
 * @param name which one
 * @param totalBytes size of the whole file
 * @param checksum CRC32C of the whole file
 * @param receivedBytes how much is there
 */
record PartialSnapshot(SnapshotName name, long totalBytes, int checksum, long receivedBytes) {

	private static final long TOTAL_BYTES_MIN = SnapshotHeader.PREFIX_BYTES + SnapshotEncoder.TRAILER_BYTES;

	PartialSnapshot {
		if (name.index() < 1 || name.term() < 1 || totalBytes < TOTAL_BYTES_MIN) {
			throw new IllegalArgumentException("No snapshot has index " + name.index() + ", term " + name.term()
					+ " and a file of " + totalBytes + " bytes");
		}
	}

	boolean isSameFile(PartialSnapshot other) {
		return this.name.equals(other.name) && this.totalBytes == other.totalBytes && this.checksum == other.checksum;
	}

	PartialSnapshot withReceivedBytes(long receivedBytes) {
		return new PartialSnapshot(this.name, this.totalBytes, this.checksum, receivedBytes);
	}

}
