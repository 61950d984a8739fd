package io.raftboot.core.snapshot;

import io.raftboot.core.model.SnapshotMeta;

/**
 * A complete, durable, checked snapshot.
 *
 * @param meta what it stands for
 * @param totalBytes size of the file, header and trailer included
 * @param checksum CRC32C of the whole file: two with equal meta, size and checksum are
 * the same
 * @param createdMillis when it was taken or received, by this node's clock
 */
public record SnapshotFile(SnapshotMeta meta, long totalBytes, int checksum, long createdMillis) {
}
