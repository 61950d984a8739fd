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

import io.raftboot.core.model.Peer;
import io.raftboot.core.model.RaftEvent;
import io.raftboot.core.model.Role;
import io.raftboot.core.model.SnapshotMeta;
import io.raftboot.core.statemachine.StateMachine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.raftboot.core.node.LoopbackCluster.await;
import static io.raftboot.core.node.RecordingMachine.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Snapshots of a node that is alone: taking them, and what a restart makes of them. */
@Timeout(60)
class SnapshotTests {

	private static final SnapshotOptions NONE = SnapshotOptions.DEFAULTS.withLimits(0, 0, Duration.ZERO)
		.withTrailingEntries(0);

	@TempDir
	Path directory;

	private final List<String> written = new ArrayList<>();

	private final List<RaftEvent> events = new CopyOnWriteArrayList<>();

	private RecordingMachine machine = new RecordingMachine();

	private @Nullable RaftNode node;

	@AfterEach
	void stop() {
		if (this.node != null) {
			this.node.close();
		}
	}

	private RaftNode start(SnapshotOptions snapshots) {
		return start(snapshots, Map.of("default", this.machine));
	}

	private RaftNode start(SnapshotOptions snapshots, Map<String, StateMachine> machines) {
		this.node = new RaftNode(RaftNodeOptions.builder("solo")
			.dataDirectory(this.directory.resolve("data"))
			.segmentBytes(64 << 10)
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
	private RaftNode restart(SnapshotOptions snapshots) {
		this.node.close();
		this.machine = new RecordingMachine();
		return start(snapshots);
	}

	private void write(int count) {
		write(count, 10);
	}

	private void write(int count, int length) {
		List<CompletableFuture<Committed>> calls = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			String text = "w" + this.written.size() + "-" + "x".repeat(length);
			this.written.add(text);
			calls.add(this.node.propose("default", bytes(text)));
		}
		calls.forEach(CompletableFuture::join);
	}

	/** A restart applies what is behind the snapshot a little later. */
	private void awaitAll() {
		await("everything written", () -> this.machine.texts().equals(this.written));
	}

	private long taken() {
		return this.events.stream().filter(RaftEvent.SnapshotTaken.class::isInstance).count();
	}

	private Path snapshotDirectory() {
		return this.directory.resolve("data").resolve(RaftNodeOptions.GROUP).resolve("snap");
	}

	private List<Path> files(String suffix) {
		try (Stream<Path> files = Files.list(snapshotDirectory())) {
			return files.filter((file) -> file.toString().endsWith(suffix)).sorted().toList();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Nested
	class OnDemand {

		@Test
		void aSnapshotCoversWhatWasAppliedAndIsAnsweredAgainWhileNothingIs() {
			start(NONE);
			write(20);
			SnapshotMeta first = SnapshotTests.this.node.snapshot().join();
			assertThat(first.index()).isEqualTo(SnapshotTests.this.node.status().appliedIndex());
			assertThat(SnapshotTests.this.node.snapshot().join()).isEqualTo(first);
			assertThat(files(".snap")).hasSize(1);
			write(1);
			assertThat(SnapshotTests.this.node.snapshot().join().index()).isEqualTo(first.index() + 1);
			await("both events", () -> taken() == 2);
			await("the status to tell",
					() -> SnapshotTests.this.node.status().snapshotIndex() == first.index() + 1
							&& SnapshotTests.this.node.status().snapshotTerm() == first.term()
							&& SnapshotTests.this.node.status().snapshotBytes() > 0
							&& SnapshotTests.this.node.status().snapshotCreatedMillis() > 0);
		}

		@Test
		void commitsGoOnWhileItIsWritten() {
			start(NONE);
			write(5);
			CountDownLatch release = new CountDownLatch(1);
			SnapshotTests.this.machine.snapshotHook = () -> awaitLatch(release);
			CompletableFuture<SnapshotMeta> first = SnapshotTests.this.node.snapshot();
			await("it to run", () -> SnapshotTests.this.node.status().snapshotRunning());
			write(5);
			CompletableFuture<SnapshotMeta> second = SnapshotTests.this.node.snapshot();
			assertThat(first).isNotDone();
			release.countDown();
			assertThat(second.join().index()).isEqualTo(first.join().index() + 5);
			SnapshotTests.this.node.close();
			restart(NONE);
			awaitAll();
		}

		@Test
		void whoWaitsWhenTheNodeStopsIsToldAndNothingIsLeftOfIt() {
			start(NONE);
			write(5);
			SnapshotTests.this.machine.endless = true;
			CompletableFuture<SnapshotMeta> waiting = SnapshotTests.this.node.snapshot();
			await("it to run", () -> SnapshotTests.this.node.status().snapshotRunning());
			SnapshotTests.this.node.close();
			await("the call to end", waiting::isDone);
			assertThatThrownBy(waiting::join).hasCauseInstanceOf(RaftStoppedException.class);
			assertThatThrownBy(() -> SnapshotTests.this.node.snapshot().join())
				.hasCauseInstanceOf(RaftStoppedException.class);
			assertThat(files("")).isEmpty();
			restart(NONE);
			awaitAll();
		}

		/** Its failure reaches neither the loop nor a snapshot that is written. */
		@Test
		void aMachineThatCannotReleaseWhatItHoldsStopsNothing() {
			start(NONE);
			write(20, 10_000);
			SnapshotTests.this.machine.failingRelease = true;
			SnapshotTests.this.node.snapshot().join();
			await("a shorter log", () -> SnapshotTests.this.node.status().firstIndex() > 1);
			NodeParts parts = SnapshotTests.this.node.parts();
			SnapshotQuestion known = new SnapshotQuestion();
			known.answer(parts.machines, SnapshotTests.this.node.status().appliedIndex());
			CompletableFuture<Void> asked = new CompletableFuture<>();
			parts.inbox.execute(() -> {
				parts.snapshots.captured(known);
				asked.complete(null);
			});
			asked.join();
			write(1);
			SnapshotTests.this.node.snapshot().join();
			assertThat(SnapshotTests.this.node.status().state()).isEqualTo(NodeState.RUNNING);
		}

		@Test
		void aNodeThatAppliedNothingHasNone() {
			SnapshotTests.this.node = new RaftNode(RaftNodeOptions.builder("solo")
				.peers(List.of(Peer.of("solo", "127.0.0.1:7001"), Peer.of("other", "127.0.0.1:1")))
				.build(), Map.of("default", SnapshotTests.this.machine));
			SnapshotTests.this.node.start();
			assertThatThrownBy(() -> SnapshotTests.this.node.snapshot().join())
				.hasCauseInstanceOf(SnapshotFailedException.class);
		}

	}

	@Nested
	class Triggered {

		@Test
		void byEntries() {
			start(NONE.withLimits(50, 0, Duration.ZERO));
			write(200);
			await("a snapshot", () -> SnapshotTests.this.node.status().snapshotIndex() >= 50);
			await("it to stop",
					() -> !SnapshotTests.this.node.status().snapshotRunning()
							&& SnapshotTests.this.node.status().snapshotIndex() + 50 > SnapshotTests.this.node.status()
								.appliedIndex());
		}

		@Test
		void byBytesOfTheLogAndNotAgainAndAgain() {
			start(NONE.withLimits(0, 300 << 10, Duration.ZERO));
			write(10);
			assertThat(SnapshotTests.this.node.status().snapshotIndex()).isZero();
			for (int i = 0; i < 20; i++) {
				write(20, 4000);
			}
			await("a snapshot", () -> SnapshotTests.this.node.status().snapshotIndex() > 0);
			await("a shorter log", () -> SnapshotTests.this.node.status().logBytes() < 700 << 10);
			assertThat(SnapshotTests.this.events.stream().filter(RaftEvent.SnapshotTaken.class::isInstance).count())
				.isLessThanOrEqualTo(8);
		}

		@Test
		void byAgeOnlyIfSomethingWasApplied() {
			start(NONE.withLimits(0, 0, Duration.ofMillis(150)));
			write(1);
			await("a snapshot", () -> SnapshotTests.this.node.status().snapshotIndex() > 0);
			long index = SnapshotTests.this.node.status().snapshotIndex();
			long until = System.nanoTime() + Duration.ofMillis(500).toNanos();
			await("time to pass", () -> System.nanoTime() > until);
			assertThat(taken()).isEqualTo(1);
			write(1);
			await("the next", () -> SnapshotTests.this.node.status().snapshotIndex() == index + 1);
		}

		/** S56. */
		@Test
		void whatComesWhileOneIsWrittenIsNotLost() {
			CountDownLatch release = new CountDownLatch(1);
			SnapshotTests.this.machine.snapshotHook = () -> awaitLatch(release);
			start(NONE.withLimits(20, 0, Duration.ZERO));
			write(30);
			await("it to run", () -> SnapshotTests.this.node.status().snapshotRunning());
			write(30);
			long applied = SnapshotTests.this.node.status().appliedIndex();
			release.countDown();
			await("the next one", () -> SnapshotTests.this.node.status().snapshotIndex() == applied);
		}

	}

	@Nested
	class Afterwards {

		@Test
		void theLogIsShortenedButForTrailingEntries() {
			start(NONE.withTrailingEntries(100));
			for (int i = 0; i < 10; i++) {
				write(100, 1000);
			}
			SnapshotMeta meta = SnapshotTests.this.node.snapshot().join();
			await("a shorter log", () -> SnapshotTests.this.node.status().firstIndex() > 1);
			assertThat(SnapshotTests.this.node.status().firstIndex()).isLessThanOrEqualTo(meta.index() - 100 + 1)
				.isGreaterThan(meta.index() - 400);
			write(10);
			restart(NONE);
			awaitAll();
			assertThat(SnapshotTests.this.machine.resets).containsExactly(meta.index());
		}

		@Test
		void aRestartGoesOnFromSnapshotAndLogAndSoDoesTheNext() {
			start(NONE);
			for (int round = 0; round < 4; round++) {
				for (int i = 0; i < 3; i++) {
					write(100, 500);
				}
				SnapshotTests.this.node.snapshot().join();
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
			SnapshotTests.this.node.snapshot().join();
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
			start(NONE, Map.of("default", SnapshotTests.this.machine, "second", second, "third", third));
			write(3);
			SnapshotTests.this.node.propose("second", bytes("for the second")).join();
			SnapshotTests.this.node.snapshot().join();
			SnapshotTests.this.node.close();
			SnapshotTests.this.machine = new RecordingMachine();
			RecordingMachine again = new RecordingMachine();
			RecordingMachine untouched = new RecordingMachine();
			RecordingMachine added = new RecordingMachine();
			start(NONE,
					Map.of("default", SnapshotTests.this.machine, "second", again, "third", untouched, "added", added));
			awaitAll();
			await("the second", () -> again.texts().equals(List.of("for the second")));
			assertThat(untouched.resets).isEmpty();
			assertThat(added.resets).isEmpty();
		}

		@Test
		void aMachineThatIsMissingIsNamed() {
			start(NONE, Map.of("default", SnapshotTests.this.machine, "second", new RecordingMachine()));
			write(3);
			SnapshotTests.this.node.snapshot().join();
			SnapshotTests.this.node.close();
			assertThatThrownBy(() -> start(NONE)).isInstanceOf(RaftStartException.class)
				.hasMessageContaining("'second'");
			start(NONE, Map.of("default", new RecordingMachine(), "second", new RecordingMachine()));
		}

		@Test
		void initialStateIsNotAskedForAgain() {
			SnapshotTests.this.machine.initialState = "seed";
			start(NONE);
			write(1);
			SnapshotTests.this.node.snapshot().join();
			SnapshotTests.this.node.close();
			SnapshotTests.this.machine = new RecordingMachine();
			SnapshotTests.this.machine.initialState = "other seed";
			start(NONE);
			write(1);
			assertThat(SnapshotTests.this.machine.texts()).startsWith("seed").doesNotContain("other seed");
			assertThat(SnapshotTests.this.machine.texts().subList(1, 3)).isEqualTo(SnapshotTests.this.written);
		}

	}

	@Nested
	class SelfDurableMachines {

		@Test
		void oneThatIsAheadOfTheSnapshotIsKept() {
			start(NONE);
			write(10);
			SnapshotMeta meta = SnapshotTests.this.node.snapshot().join();
			write(5);
			long kept = SnapshotTests.this.node.status().appliedIndex() - 2;
			SnapshotTests.this.node.close();
			SnapshotTests.this.machine = new RecordingMachine();
			SnapshotTests.this.machine.keptIndex = kept;
			start(NONE);
			await("the rest", () -> SnapshotTests.this.machine.texts().size() == 2);
			assertThat(SnapshotTests.this.machine.texts()).isEqualTo(SnapshotTests.this.written.subList(13, 15));
			assertThat(SnapshotTests.this.machine.resets).isEmpty();
			assertThat(kept).isGreaterThan(meta.index());
		}

		@Test
		void oneThatIsBelowTheSnapshotIsReset() {
			start(NONE);
			write(10);
			SnapshotMeta meta = SnapshotTests.this.node.snapshot().join();
			write(5);
			SnapshotTests.this.node.close();
			SnapshotTests.this.machine = new RecordingMachine();
			SnapshotTests.this.machine.keptIndex = meta.index() - 3;
			start(NONE);
			awaitAll();
			assertThat(SnapshotTests.this.machine.resets).containsExactly(meta.index());
		}

		@Test
		void theLogIsKeptWhileItsDataCannotBeMadeDurable() {
			start(NONE);
			SnapshotTests.this.machine.durableHook = () -> {
				throw new IOException("checkpoint failed on purpose");
			};
			write(100, 2000);
			SnapshotMeta meta = SnapshotTests.this.node.snapshot().join();
			write(100, 2000);
			assertThat(SnapshotTests.this.node.status().firstIndex()).isEqualTo(1);
			SnapshotTests.this.machine.durableHook = () -> {
			};
			assertThat(SnapshotTests.this.node.snapshot().join().index()).isGreaterThan(meta.index());
			await("a shorter log", () -> SnapshotTests.this.node.status().firstIndex() > 1);
		}

	}

	@Nested
	class Trouble {

		@Test
		void aMachineWithoutSnapshotsFailsTheCallAndTheLogIsKept() {
			SnapshotTests.this.machine.snapshotHook = null;
			start(NONE.withLimits(10, 0, Duration.ZERO));
			write(100, 2000);
			assertThatThrownBy(() -> SnapshotTests.this.node.snapshot().join())
				.hasCauseInstanceOf(SnapshotFailedException.class)
				.hasRootCauseInstanceOf(UnsupportedOperationException.class);
			write(10);
			assertThat(SnapshotTests.this.node.status().firstIndex()).isEqualTo(1);
			assertThat(SnapshotTests.this.node.status().state()).isEqualTo(NodeState.RUNNING);
		}

		@Test
		void aWriteThatFailsLeavesNothingAndIsTriedAgain() {
			SnapshotTests.this.machine.snapshotHook = () -> {
				throw new IOException("no room on purpose");
			};
			start(NONE.withLimits(10, 0, Duration.ZERO));
			write(100, 2000);
			assertThatThrownBy(() -> SnapshotTests.this.node.snapshot().join())
				.hasCauseInstanceOf(SnapshotFailedException.class)
				.hasMessageContaining("no room on purpose");
			assertThat(files("")).isEmpty();
			write(10);
			SnapshotTests.this.machine.snapshotHook = () -> {
			};
			await("the next attempt", () -> SnapshotTests.this.node.status().snapshotIndex() > 0);
			restart(NONE);
			awaitAll();
		}

		/** S53: what the log does not reach back to is not made up. */
		@Test
		void aStartIsRefusedWhenTheSnapshotTheLogBeginsBehindIsGone() throws IOException {
			start(NONE);
			write(100, 2000);
			SnapshotTests.this.node.snapshot().join();
			await("a shorter log", () -> SnapshotTests.this.node.status().firstIndex() > 1);
			SnapshotTests.this.node.close();
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
			SnapshotTests.this.node.snapshot().join();
			write(50);
			SnapshotTests.this.node.snapshot().join();
			SnapshotTests.this.node.close();
			byte[] damaged = Files.readAllBytes(files(".snap").get(1));
			damaged[damaged.length / 2] ^= 1;
			Files.write(files(".snap").get(1), damaged);
			restart(NONE);
			awaitAll();
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
