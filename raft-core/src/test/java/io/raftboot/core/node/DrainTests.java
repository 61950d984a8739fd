package io.raftboot.core.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.raftboot.core.model.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.raftboot.core.node.LoopbackCluster.await;
import static io.raftboot.core.node.RecordingMachine.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What becomes of calls when a node is drained before it is closed. */
@Timeout(60)
class DrainTests {

	@TempDir
	Path directory;

	private final RecordingMachine machine = new RecordingMachine();

	private RaftNode node;

	@BeforeEach
	void start() {
		this.node = new RaftNode(RaftNodeOptions.builder("solo").dataDirectory(this.directory).build(),
				Map.of("default", this.machine));
		this.node.start();
		awaitLeadership();
	}

	@AfterEach
	void stop() {
		this.machine.release.countDown();
		this.node.close();
	}

	private void awaitLeadership() {
		await("leadership", () -> this.node.status().role() == Role.LEADER);
	}

	@Test
	void commandsThatWereTakenGetTheirAnswers() throws Exception {
		CompletableFuture<Committed> first = this.node.propose("default", bytes("block"));
		CompletableFuture<Committed> second = this.node.submit("default", bytes("behind"));
		CompletableFuture<Void> drained = this.node.drain();
		assertThat(drained).isNotDone();
		this.machine.release.countDown();
		drained.get(10, TimeUnit.SECONDS);
		this.node.close();
		assertThat(first.get(10, TimeUnit.SECONDS).index()).isPositive();
		assertThat(second.get(10, TimeUnit.SECONDS).index()).isPositive();
		assertThat(this.machine.texts()).isEqualTo(List.of("block", "behind"));
	}

	@Test
	void readsThatWereTakenGetTheirAnswers() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		CompletableFuture<String> read = this.node.query(Consistency.LINEARIZABLE, () -> {
			release.await();
			return "read";
		});
		CompletableFuture<Void> drained = this.node.drain();
		assertThat(drained).isNotDone();
		release.countDown();
		drained.get(10, TimeUnit.SECONDS);
		this.node.close();
		assertThat(read.get(10, TimeUnit.SECONDS)).isEqualTo("read");
	}

	@Test
	void noMoreAreTakenAndTheNodeStillLeads() {
		assertThat(this.node.drain()).isCompleted();
		for (CompletableFuture<?> call : List.of(this.node.propose("default", bytes("a")),
				this.node.submit("default", bytes("b")), this.node.submit("default", bytes("c"), "key"),
				this.node.read(Consistency.LOCAL))) {
			assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(RaftStoppedException.class)
				.hasMessageContaining("stopping");
		}
		assertThat(this.node.status().pendingProposals()).isZero();
		assertThat(this.node.status().role()).isEqualTo(Role.LEADER);
		assertThat(this.machine.texts()).isEmpty();
	}

	@Test
	void drainingTwiceWaitsForTheSame() throws Exception {
		CompletableFuture<Committed> call = this.node.propose("default", bytes("block"));
		CompletableFuture<Void> first = this.node.drain();
		CompletableFuture<Void> second = this.node.drain();
		assertThat(first).isNotDone();
		assertThat(second).isNotDone();
		this.machine.release.countDown();
		first.get(10, TimeUnit.SECONDS);
		second.get(10, TimeUnit.SECONDS);
		call.get(10, TimeUnit.SECONDS);
	}

	@Test
	void whoWaitsForRoomIsToldAtOnce() {
		PendingLimits limits = new PendingLimits("commands", 1, 100L);
		limits.acquire(1);
		CompletableFuture<Void> waiting = CompletableFuture
			.runAsync(() -> limits.acquire(1, TimeUnit.MINUTES.toNanos(10)));
		CompletableFuture<Void> drained = limits.drain();
		assertThatThrownBy(() -> waiting.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(RaftStoppedException.class);
		assertThat(drained).isNotDone();
		limits.release(1);
		assertThat(drained).isCompleted();
	}

	@Test
	void aNewStartTakesCallsAgain() throws Exception {
		this.node.drain().get(10, TimeUnit.SECONDS);
		this.node.close();
		this.node.start();
		awaitLeadership();
		this.node.propose("default", bytes("a")).get(10, TimeUnit.SECONDS);
		assertThat(this.node.read(Consistency.LINEARIZABLE)).succeedsWithin(Duration.ofSeconds(10));
	}

}
