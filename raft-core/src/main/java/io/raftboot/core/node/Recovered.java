package io.raftboot.core.node;

import io.raftboot.core.log.RecoveredLog;
import io.raftboot.core.model.SnapshotMeta;
import io.raftboot.core.snapshot.SnapshotFile;
import io.raftboot.core.snapshot.SnapshotStore;
import org.jspecify.annotations.Nullable;

/**
 * What a start begins with: log and newest snapshot, fitting together.
 *
 * @param log the log, which has the entries behind the snapshot
 * @param snapshots where snapshots are
 * @param snapshot the newest one, null if there is none
 */
record Recovered(RecoveredLog log, SnapshotStore snapshots, @Nullable SnapshotFile snapshot) {

	@Nullable SnapshotMeta snapshotMeta() {
		return (this.snapshot != null) ? this.snapshot.meta() : null;
	}

	/** Where applying begins: 0 without a snapshot. */
	long snapshotIndex() {
		return (this.snapshot != null) ? this.snapshot.meta().index() : 0L;
	}

}
