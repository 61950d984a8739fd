package io.raftboot.core.node;

import java.util.List;
import java.util.Map;

import io.raftboot.core.model.SnapshotMeta;
import org.junit.jupiter.api.Test;

import static io.raftboot.core.node.LoopbackCluster.await;
import static io.raftboot.core.node.RecordingMachine.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is left of the log behind a snapshot, and what a restart makes of both. */
class SnapshotRestartTests extends SnapshottingNode {

	@Test
	void theLogIsShortenedButForTrailingEntries() {
		start(NONE.withTrailingEntries(100));
		for (int i = 0; i < 10; i++) {
			write(100, 1000);
		}
		SnapshotMeta meta = this.node.snapshot().join();
		await("a shorter log", () -> this.node.status().firstIndex() > 1);
		assertThat(this.node.status().firstIndex()).isLessThanOrEqualTo(meta.index() - 100 + 1)
			.isGreaterThan(meta.index() - 400);
		write(10);
		restart(NONE);
		awaitAll();
		assertThat(this.machine.resets).containsExactly(meta.index());
	}

	@Test
	void aRestartGoesOnFromSnapshotAndLogAndSoDoesTheNext() {
		start(NONE);
		for (int round = 0; round < 4; round++) {
			for (int i = 0; i < 3; i++) {
				write(100, 500);
			}
			this.node.snapshot().join();
			write(round);
			restart(NONE);
			awaitAll();
		}
		assertThat(files(".snap")).hasSize(2);
	}

	@Test
	void aRestartWithNothingBehindTheSnapshotWorks() {
		start(NONE);
		write(100, 2000);
		this.node.snapshot().join();
		restart(NONE);
		awaitAll();
		write(3);
		restart(NONE);
		awaitAll();
	}

	@Test
	void severalMachinesAreEachRestoredAndAnUntouchedOneIsLeftAlone() {
		RecordingMachine second = new RecordingMachine();
		RecordingMachine third = new RecordingMachine();
		start(NONE, Map.of("default", this.machine, "second", second, "third", third));
		write(3);
		this.node.propose("second", bytes("for the second")).join();
		this.node.snapshot().join();
		this.node.close();
		this.machine = new RecordingMachine();
		RecordingMachine again = new RecordingMachine();
		RecordingMachine untouched = new RecordingMachine();
		RecordingMachine added = new RecordingMachine();
		start(NONE, Map.of("default", this.machine, "second", again, "third", untouched, "added", added));
		awaitAll();
		await("the second", () -> again.texts().equals(List.of("for the second")));
		assertThat(untouched.resets).isEmpty();
		assertThat(added.resets).isEmpty();
	}

	@Test
	void aMachineThatIsMissingIsNamed() {
		start(NONE, Map.of("default", this.machine, "second", new RecordingMachine()));
		write(3);
		this.node.propose("second", bytes("for the second")).join();
		this.node.snapshot().join();
		this.node.close();
		assertThatThrownBy(() -> start(NONE)).isInstanceOf(RaftStartException.class).hasMessageContaining("'second'");
		start(NONE, Map.of("default", new RecordingMachine(), "second", new RecordingMachine()));
	}

	/**
	 * A node that was upgraded first writes such snapshots for those that are not yet.
	 */
	@Test
	void aMachineThatNothingHasReachedMayBeMissing() {
		start(NONE, Map.of("default", this.machine, "second", new RecordingMachine()));
		write(3);
		this.node.snapshot().join();
		restart(NONE);
		awaitAll();
	}

	@Test
	void initialStateIsNotAskedForAgain() {
		this.machine.initialState = "seed";
		start(NONE);
		write(1);
		this.node.snapshot().join();
		this.node.close();
		this.machine = new RecordingMachine();
		this.machine.initialState = "other seed";
		start(NONE);
		write(1);
		assertThat(this.machine.texts()).startsWith("seed").doesNotContain("other seed");
		assertThat(this.machine.texts().subList(1, 3)).isEqualTo(this.written);
	}

}
