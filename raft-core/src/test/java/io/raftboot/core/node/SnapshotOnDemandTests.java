package io.raftboot.core.node;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import io.raftboot.core.model.Peer;
import io.raftboot.core.model.SnapshotMeta;
import org.junit.jupiter.api.Test;

import static io.raftboot.core.node.LoopbackCluster.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Snapshots somebody asks for. */
class SnapshotOnDemandTests extends SnapshottingNode {

	@Test
	void aSnapshotCoversWhatWasAppliedAndIsAnsweredAgainWhileNothingIs() {
		start(NONE);
		write(20);
		SnapshotMeta first = this.node.snapshot().join();
		assertThat(first.index()).isEqualTo(this.node.status().appliedIndex());
		assertThat(this.node.snapshot().join()).isEqualTo(first);
		assertThat(files(".snap")).hasSize(1);
		write(1);
		assertThat(this.node.snapshot().join().index()).isEqualTo(first.index() + 1);
		await("both events", () -> taken() == 2);
		await("the status to tell",
				() -> this.node.status().snapshotIndex() == first.index() + 1
						&& this.node.status().snapshotTerm() == first.term() && this.node.status().snapshotBytes() > 0
						&& this.node.status().snapshotCreatedMillis() > 0);
	}

	@Test
	void commitsGoOnWhileItIsWritten() {
		start(NONE);
		write(5);
		CountDownLatch release = new CountDownLatch(1);
		this.machine.snapshotHook = () -> awaitLatch(release);
		CompletableFuture<SnapshotMeta> first = this.node.snapshot();
		await("it to run", () -> this.node.status().snapshotRunning());
		write(5);
		CompletableFuture<SnapshotMeta> second = this.node.snapshot();
		assertThat(first).isNotDone();
		release.countDown();
		assertThat(second.join().index()).isEqualTo(first.join().index() + 5);
		this.node.close();
		restart(NONE);
		awaitAll();
	}

	@Test
	void whoWaitsWhenTheNodeStopsIsToldAndNothingIsLeftOfIt() {
		start(NONE);
		write(5);
		this.machine.endless = true;
		CompletableFuture<SnapshotMeta> waiting = this.node.snapshot();
		await("it to run", () -> this.node.status().snapshotRunning());
		this.node.close();
		await("the call to end", waiting::isDone);
		assertThatThrownBy(waiting::join).hasCauseInstanceOf(RaftStoppedException.class);
		assertThatThrownBy(() -> this.node.snapshot().join()).hasCauseInstanceOf(RaftStoppedException.class);
		assertThat(files("")).isEmpty();
		restart(NONE);
		awaitAll();
	}

	/** Its failure reaches neither the loop nor a snapshot that is written. */
	@Test
	void aMachineThatCannotReleaseWhatItHoldsStopsNothing() {
		start(NONE);
		write(20, 10_000);
		this.machine.failingRelease = true;
		this.node.snapshot().join();
		await("a shorter log", () -> this.node.status().firstIndex() > 1);
		NodeParts parts = this.node.parts();
		SnapshotQuestion known = new SnapshotQuestion();
		known.answer(parts.machines, this.node.status().appliedIndex());
		CompletableFuture<Void> asked = new CompletableFuture<>();
		parts.inbox.execute(() -> {
			parts.snapshots.captured(known);
			asked.complete(null);
		});
		asked.join();
		write(1);
		this.node.snapshot().join();
		assertThat(this.node.status().state()).isEqualTo(NodeState.RUNNING);
	}

	@Test
	void aNodeThatAppliedNothingHasNone() {
		this.node = new RaftNode(RaftNodeOptions.builder("solo")
			.peers(List.of(Peer.of("solo", "127.0.0.1:7001"), Peer.of("other", "127.0.0.1:1")))
			.build(), Map.of("default", this.machine));
		this.node.start();
		assertThatThrownBy(() -> this.node.snapshot().join()).hasCauseInstanceOf(SnapshotFailedException.class);
	}

}
