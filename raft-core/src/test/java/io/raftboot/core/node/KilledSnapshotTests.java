package io.raftboot.core.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.raftboot.core.io.Disk;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Role;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.raftboot.core.node.LoopbackCluster.await;
import static io.raftboot.core.node.RecordingMachine.bytes;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * S52, P13: a process is killed (SIGKILL) while it takes a snapshot and shortens its log.
 * Whatever the step, the next start finds a snapshot and a log that continues it, and the
 * state that was acknowledged. The page cache outlives this, so it shows the order of
 * steps; the tests of the stores show what a lost cache does.
 */
@Timeout(1200)
class KilledSnapshotTests {

	private static final NodeId SOLO = NodeId.of("solo");

	private static final int PREPARED = 200;

	@TempDir
	Path directory;

	private Path template;

	/** A node with a snapshot and some segments of log behind it. */
	@BeforeEach
	void prepare() {
		this.template = this.directory.resolve("template");
		try (DiskNode node = DiskNode.of(SOLO, List.of(), this.template, Disk.system()).start()) {
			for (int i = 0; i < PREPARED; i += 10) {
				fill(node, 10);
				if (i == PREPARED / 2) {
					node.node().snapshot().join();
				}
			}
		}
	}

	private static void fill(DiskNode node, int count) {
		await("a leader", () -> node.node().status().role() == Role.LEADER);
		List<CompletableFuture<Committed>> calls = new ArrayList<>();
		int size = node.machine().texts().size();
		for (int i = 0; i < count; i++) {
			calls.add(node.node().propose(RaftNode.DEFAULT_MACHINE, bytes(DoomedNode.text(size + i))));
		}
		calls.forEach(CompletableFuture::join);
	}

	@Test
	void aSnapshotMayEndAtSomeSteps() throws IOException {
		new KillSteps("Taking a snapshot", this::live).some(4);
	}

	@Test
	@Tag("long")
	void aSnapshotMayEndAtEveryStep() throws IOException {
		new KillSteps("Taking a snapshot", this::live).every()
			.haveKilledAt("create snap/*.snap.tmp", "write snap/*.snap.tmp", "force snap/*.snap.tmp",
					"rename to snap/*.snap", "force directory snap", "delete snap/*.snap", "write meta", "force meta",
					"delete log/*.seg", "force directory log", "write log/*.seg", "force log/*.seg");
	}

	private Doom live(KillPoint point) throws IOException {
		Path data = this.directory.resolve("data");
		StoredState.copy(this.template, data);
		Doom doom = Doom.meet(DoomedNode.Life.TAKE, data, SOLO.value(), List.of(), ".snap.tmp", point, PREPARED);
		StoredState state = StoredState.check(data, SOLO);
		assertThat(state.snapshotIndex()).isPositive().isGreaterThanOrEqualTo(doom.snapshotIndex());
		int least = Math.max(PREPARED, doom.acknowledged());
		int size = restart(data, least, least + 1);
		restart(data, size, size);
		StoredState.delete(data);
		return doom;
	}

	/** Starts it again, expects so many commands, and adds one. */
	private static int restart(Path data, int least, int most) {
		try (DiskNode node = DiskNode.of(SOLO, List.of(), data, Disk.system()).start()) {
			await("everything to be applied", () -> {
				RaftStatus status = node.node().status();
				return status.role() == Role.LEADER && status.appliedIndex() == status.lastIndex();
			});
			List<String> texts = node.machine().texts();
			assertThat(texts).hasSizeBetween(least, most);
			for (int i = 0; i < texts.size(); i++) {
				assertThat(texts.get(i)).isEqualTo(DoomedNode.text(i));
			}
			fill(node, 1);
			return node.machine().texts().size();
		}
	}

}
