package io.raftboot.core.protocol;

import io.raftboot.core.model.SnapshotMeta;

/**
 * A snapshot file of a {@link CoreNode}.
 *
 * @param meta what it stands for
 * @param state the state there: a hash of everything applied
 */
record CoreSnapshot(SnapshotMeta meta, long state) {
}
