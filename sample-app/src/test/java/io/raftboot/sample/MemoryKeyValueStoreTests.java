package io.raftboot.sample;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MemoryKeyValueStoreTests extends KeyValueStoreTests {

	@Override
	KeyValueStore open() {
		return new MemoryKeyValueStore();
	}

	@Test
	void isReplayedFromTheBeginning() {
		commit(5, text("a", "1", 5));
		assertThat(this.store.appliedIndex()).isZero();
	}

}
