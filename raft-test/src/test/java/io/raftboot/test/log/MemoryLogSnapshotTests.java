package io.raftboot.test.log;

import io.raftboot.core.log.MemoryStorage;
import io.raftboot.core.log.Meta;
import io.raftboot.core.log.Storage;
import io.raftboot.core.model.NodeId;

import org.jspecify.annotations.Nullable;

class MemoryLogSnapshotTests extends LogSnapshotContractTests {

	private @Nullable MemoryStorage storage;

	@Override
	protected Storage open() {
		if (this.storage == null) {
			this.storage = new MemoryStorage(Meta.initial(NodeId.of("n1"), 7));
			return this.storage;
		}
		return this.storage.reopen();
	}

}
