package io.raftboot.core.node;

import java.nio.ByteBuffer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** Into what a leader puts the commands that wait. */
@Timeout(60)
class LeaderBatchesTests extends SteppedLeader {

	private static final int COMMANDS = 700;

	@Test
	void whateverTheSizeOfCommandsNoBatchIsMadeOnTheHeap() {
		for (int commandBytes : new int[] { 16, 4000, 4096, 5000, 100_000 }) {
			long first = parts().core.lastIndex() + 1;
			for (int i = 0; i < Math.min(COMMANDS, (8 << 20) / commandBytes); i++) {
				this.stepped.node().propose("default", ByteBuffer.allocate(commandBytes));
			}
			runAll(this.stepped.loop());
			assertFromArena(first);
			run();
		}
	}

	private void assertFromArena(long firstIndex) {
		CachedBatch cached = find(firstIndex);
		while (cached.batch().lastIndex() < parts().core.lastIndex()) {
			CachedBatch next = find(cached.batch().lastIndex() + 1);
			assertThat(next.batch().byteSize()).isLessThanOrEqualTo(NodeParts.BATCH_BYTES_MAX);
			assertThat(next.memoryEnd() - cached.memoryEnd()).isEqualTo(next.batch().byteSize());
			cached = next;
		}
	}

	private CachedBatch find(long index) {
		CachedBatch cached = parts().cache.find(index);
		assertThat(cached).isNotNull();
		return cached;
	}

}
