package io.raftboot.test.scenario;

import java.util.List;

import io.raftboot.core.model.SnapshotMeta;

/**
 * A snapshot file.
 *
 * @param meta what it stands for
 * @param applied what the state machine had applied
 */
record NodeSnapshot(SnapshotMeta meta, List<Applier.Applied> applied) {

	NodeSnapshot {
		applied = List.copyOf(applied);
	}

	long index() {
		return this.meta.index();
	}

}
