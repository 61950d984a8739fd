package io.raftboot.core.snapshot;

import io.raftboot.core.model.SnapshotMeta;

/**
 * A complete, durable, checked snapshot.
 *
 * @param meta what it stands for
 * @param totalBytes size of the file, header and trailer included
 * @param checksum CRC32C of the whole file: two with equal meta, size and checksum are
 * the same
 * @param createdMillis when it was taken, by the clock of the node that took it
 */
public record SnapshotFile(SnapshotMeta meta, long totalBytes, int checksum, long createdMillis) {
}
