package io.raftboot.core.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.raftboot.core.node.LoopbackCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The leader's snapshot is damaged on its disk, and its log does not reach back behind
 * it: without another one nobody comes back. None is ever taken unasked here.
 */
@Timeout(120)
class DamagedSnapshotTests {

	private static final SnapshotOptions ON_DEMAND = SnapshotOptions.DEFAULTS.withLimits(0, 0, Duration.ZERO)
		.withTrailingEntries(0);

	@TempDir
	Path directory;

	private MemoryCluster cluster;

	private int away;

	@BeforeEach
	void start() {
		this.cluster = new MemoryCluster(this.directory, 3, ON_DEMAND);
		this.away = this.cluster.leaveOneBehind(300);
	}

	@AfterEach
	void stop() {
		this.cluster.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 50 })
	void isReplacedWhereverTheDamageIs(int percent) throws IOException {
		damage(percent);
		this.cluster.restart(this.away);
		awaitReturn();
	}

	@Test
	void isReplacedWhenItIsGone() throws IOException {
		Files.delete(file());
		this.cluster.restart(this.away);
		this.cluster.awaitEqual();
		assertThat(this.cluster.machines.get(this.away).texts()).hasSize(302);
	}

	@Test
	void isReplacedEvenIfThatFailsAtFirst() throws IOException {
		damage(50);
		FragileDisk disk = this.cluster.snapshotDisks.get(this.cluster.leader());
		disk.full = true;
		this.cluster.restart(this.away);
		await("an attempt that fails", () -> disk.refusals.get() > 0);
		disk.full = false;
		awaitReturn();
	}

	private Path file() throws IOException {
		return files(".snap").get(0);
	}

	private void damage(int percent) throws IOException {
		Path file = file();
		byte[] content = Files.readAllBytes(file);
		content[content.length * percent / 100] ^= 1;
		Files.write(file, content);
	}

	private void awaitReturn() throws IOException {
		this.cluster.awaitEqual();
		assertThat(this.cluster.machines.get(this.away).texts()).hasSize(302);
		assertThat(files(".damaged")).hasSize(1);
	}

	private List<Path> files(String ending) throws IOException {
		Path snapshots = this.directory.resolve("n" + (this.cluster.leader() + 1)).resolve("default/snap");
		try (Stream<Path> files = Files.list(snapshots)) {
			return files.filter((file) -> file.getFileName().toString().endsWith(ending)).toList();
		}
	}

}
