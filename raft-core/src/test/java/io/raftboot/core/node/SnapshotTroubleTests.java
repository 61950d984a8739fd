package io.raftboot.core.node;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import static io.raftboot.core.node.LoopbackCluster.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Snapshots that cannot be taken or read. */
class SnapshotTroubleTests extends SnapshottingNode {

	@Test
	void aMachineWithoutSnapshotsFailsTheCallAndTheLogIsKept() {
		this.machine.snapshotHook = null;
		start(NONE.withLimits(10, 0, Duration.ZERO));
		write(100, 2000);
		assertThatThrownBy(() -> this.node.snapshot().join()).hasCauseInstanceOf(SnapshotFailedException.class)
			.hasRootCauseInstanceOf(UnsupportedOperationException.class);
		write(10);
		assertThat(this.node.status().firstIndex()).isEqualTo(1);
		assertThat(this.node.status().state()).isEqualTo(NodeState.RUNNING);
	}

	@Test
	void aWriteThatFailsLeavesNothingAndIsTriedAgain() {
		this.machine.snapshotHook = () -> {
			throw new IOException("no room on purpose");
		};
		start(NONE.withLimits(10, 0, Duration.ZERO));
		write(100, 2000);
		assertThatThrownBy(() -> this.node.snapshot().join()).hasCauseInstanceOf(SnapshotFailedException.class)
			.hasMessageContaining("no room on purpose");
		assertThat(files("")).isEmpty();
		write(10);
		this.machine.snapshotHook = () -> {
		};
		await("the next attempt", () -> this.node.status().snapshotIndex() > 0);
		restart(NONE);
		awaitAll();
	}

	/** S53: what the log does not reach back to is not made up. */
	@Test
	void aStartIsRefusedWhenTheSnapshotTheLogBeginsBehindIsGone() throws IOException {
		start(NONE);
		write(100, 2000);
		this.node.snapshot().join();
		await("a shorter log", () -> this.node.status().firstIndex() > 1);
		this.node.close();
		Files.delete(files(".snap").get(0));
		assertThatThrownBy(() -> restart(NONE))
			.isInstanceOfSatisfying(RaftStartException.class,
					(refusal) -> assertThat(refusal.reason()).isEqualTo(RaftStartException.Reason.CORRUPT))
			.hasMessageContaining("missing or damaged");
	}

	/** S53: the one before counts while the log reaches back to it. */
	@Test
	void aDamagedNewestSnapshotIsReplacedByTheOneBeforeAndTheLog() throws IOException {
		start(NONE.withTrailingEntries(100_000));
		write(50);
		this.node.snapshot().join();
		write(50);
		this.node.snapshot().join();
		this.node.close();
		byte[] damaged = Files.readAllBytes(files(".snap").get(1));
		damaged[damaged.length / 2] ^= 1;
		Files.write(files(".snap").get(1), damaged);
		restart(NONE);
		awaitAll();
	}

}
