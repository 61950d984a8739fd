package io.raftboot.test.log;

import io.raftboot.core.log.MemoryStorage;
import io.raftboot.core.log.Meta;
import io.raftboot.core.log.Storage;

import org.jspecify.annotations.Nullable;

class MemoryMetaStoreTests extends MetaStoreContractTests {

	private @Nullable MemoryStorage storage;

	@Override
	protected Storage open(Meta initial) {
		if (this.storage == null) {
			this.storage = new MemoryStorage(initial);
			return this.storage;
		}
		return this.storage.reopen();
	}

}
