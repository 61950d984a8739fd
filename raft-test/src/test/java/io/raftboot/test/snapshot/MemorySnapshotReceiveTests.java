package io.raftboot.test.snapshot;

import io.raftboot.core.snapshot.MemorySnapshotStore;
import io.raftboot.core.snapshot.SnapshotStore;

class MemorySnapshotReceiveTests extends SnapshotReceiveContractTests {

	private final MemorySnapshotStore store = new MemorySnapshotStore();

	@Override
	protected SnapshotStore open() {
		return this.store.reopen();
	}

}
