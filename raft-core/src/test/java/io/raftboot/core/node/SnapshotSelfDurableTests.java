package io.raftboot.core.node;

import java.io.IOException;

import io.raftboot.core.model.SnapshotMeta;
import org.junit.jupiter.api.Test;

import static io.raftboot.core.node.LoopbackCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

/** State machines that keep their state themselves, and snapshots. */
class SnapshotSelfDurableTests extends SnapshottingNode {

	@Test
	void oneThatIsAheadOfTheSnapshotIsKept() {
		start(NONE);
		write(10);
		SnapshotMeta meta = this.node.snapshot().join();
		write(5);
		long kept = this.node.status().appliedIndex() - 2;
		this.node.close();
		this.machine = new RecordingMachine();
		this.machine.keptIndex = kept;
		start(NONE);
		await("the rest", () -> this.machine.texts().size() == 2);
		assertThat(this.machine.texts()).isEqualTo(this.written.subList(13, 15));
		assertThat(this.machine.resets).isEmpty();
		assertThat(kept).isGreaterThan(meta.index());
	}

	@Test
	void oneThatIsBelowTheSnapshotIsReset() {
		start(NONE);
		write(10);
		SnapshotMeta meta = this.node.snapshot().join();
		write(5);
		this.node.close();
		this.machine = new RecordingMachine();
		this.machine.keptIndex = meta.index() - 3;
		start(NONE);
		awaitAll();
		assertThat(this.machine.resets).containsExactly(meta.index());
	}

	@Test
	void theLogIsKeptWhileItsDataCannotBeMadeDurable() {
		start(NONE);
		this.machine.durableHook = () -> {
			throw new IOException("checkpoint failed on purpose");
		};
		write(100, 2000);
		SnapshotMeta meta = this.node.snapshot().join();
		write(100, 2000);
		assertThat(this.node.status().firstIndex()).isEqualTo(1);
		this.machine.durableHook = () -> {
		};
		assertThat(this.node.snapshot().join().index()).isGreaterThan(meta.index());
		await("a shorter log", () -> this.node.status().firstIndex() > 1);
	}

}
