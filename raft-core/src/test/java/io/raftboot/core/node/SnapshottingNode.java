package io.raftboot.core.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import io.raftboot.core.model.RaftEvent;
import io.raftboot.core.model.Role;
import io.raftboot.core.statemachine.StateMachine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.raftboot.core.node.LoopbackCluster.await;
import static io.raftboot.core.node.RecordingMachine.bytes;

/**
 * A node that is alone, with a machine that keeps what it was given, to take snapshots
 * of.
 */
@Timeout(60)
abstract class SnapshottingNode {

	static final int SEGMENT_BYTES = 64 << 10;

	static final SnapshotOptions NONE = SnapshotOptions.DEFAULTS.withLimits(0, 0, Duration.ZERO).withTrailingEntries(0);

	@TempDir
	Path directory;

	final List<String> written = new ArrayList<>();

	final List<RaftEvent> events = new CopyOnWriteArrayList<>();

	RecordingMachine machine = new RecordingMachine();

	@Nullable RaftNode node;

	@AfterEach
	void stop() {
		if (this.node != null) {
			this.node.close();
		}
	}

	RaftNode start(SnapshotOptions snapshots) {
		return start(snapshots, Map.of("default", this.machine));
	}

	RaftNode start(SnapshotOptions snapshots, Map<String, StateMachine> machines) {
		this.node = new RaftNode(RaftNodeOptions.builder("solo")
			.dataDirectory(this.directory.resolve("data"))
			.segmentBytes(SEGMENT_BYTES)
			.electionTimeout(Duration.ofMillis(400))
			.heartbeatInterval(Duration.ofMillis(40))
			.snapshots(snapshots)
			.build(), machines);
		this.node.addListener(this.events::add);
		this.node.start();
		await("a leader", () -> this.node.status().role() == Role.LEADER);
		return this.node;
	}

	/** As a new process on the same data. */
	RaftNode restart(SnapshotOptions snapshots) {
		this.node.close();
		this.machine = new RecordingMachine();
		return start(snapshots);
	}

	void write(int count) {
		write(count, 10);
	}

	void write(int count, int length) {
		List<CompletableFuture<Committed>> calls = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			String text = "w" + this.written.size() + "-" + "x".repeat(length);
			this.written.add(text);
			calls.add(this.node.propose("default", bytes(text)));
		}
		calls.forEach(CompletableFuture::join);
	}

	/** A restart applies what is behind the snapshot a little later. */
	void awaitAll() {
		await("everything written", () -> this.machine.texts().equals(this.written));
	}

	long taken() {
		return this.events.stream().filter(RaftEvent.SnapshotTaken.class::isInstance).count();
	}

	Path snapshotDirectory() {
		return this.directory.resolve("data").resolve(RaftNodeOptions.GROUP).resolve("snap");
	}

	List<Path> files(String suffix) {
		try (Stream<Path> files = Files.list(snapshotDirectory())) {
			return files.filter((file) -> file.toString().endsWith(suffix)).sorted().toList();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static void awaitLatch(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
