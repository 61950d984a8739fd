package io.raftboot.core.node;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

import io.raftboot.core.model.RaftEvent;
import org.junit.jupiter.api.Test;

import static io.raftboot.core.node.LoopbackCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

/** Snapshots a node takes because it is time to. */
class SnapshotTriggeredTests extends SnapshottingNode {

	@Test
	void byEntries() {
		start(NONE.withLimits(50, 0, Duration.ZERO));
		write(200);
		await("a snapshot", () -> this.node.status().snapshotIndex() >= 50);
		await("it to stop", () -> !this.node.status().snapshotRunning()
				&& this.node.status().snapshotIndex() + 50 > this.node.status().appliedIndex());
	}

	@Test
	void byBytesOfTheLogAndNotAgainAndAgain() {
		start(NONE.withLimits(0, 300 << 10, Duration.ZERO));
		write(10);
		assertThat(this.node.status().snapshotIndex()).isZero();
		for (int i = 0; i < 20; i++) {
			write(20, 4000);
		}
		await("a snapshot", () -> this.node.status().snapshotIndex() > 0);
		await("a shorter log", () -> this.node.status().logBytes() < 700 << 10);
		assertThat(this.events.stream().filter(RaftEvent.SnapshotTaken.class::isInstance).count())
			.isLessThanOrEqualTo(8);
	}

	/** The cut behind the first one falls into the time the second one is written in. */
	@Test
	void whatIsCutOffMeanwhileTakesNothingFromWhatWasWritten() {
		Semaphore releases = new Semaphore(0);
		this.machine.snapshotHook = releases::acquireUninterruptibly;
		start(NONE.withLimits(0, 300 << 10, Duration.ZERO));
		while (!this.node.status().snapshotRunning()) {
			write(10, 4000);
		}
		long before = grownBySegments(8);
		releases.release();
		await("the second one", () -> taken() == 1 && this.node.status().snapshotRunning());
		await("a shorter log", () -> this.node.status().logBytes() <= before - (200 << 10));
		long cutBytes = before - this.node.status().logBytes();
		grownBySegments((int) (cutBytes / SEGMENT_BYTES) + 2);
		long index = this.node.status().appliedIndex();
		releases.release(100);
		await("the third one", () -> this.node.status().snapshotIndex() >= index);
	}

	/** Each write takes a segment; returns the bytes of the log when that shows. */
	private long grownBySegments(int count) {
		for (int i = 0; i < count; i++) {
			write(10, 4000);
		}
		long applied = this.node.status().appliedIndex();
		await("what was written to show", () -> this.node.status().durableIndex() >= applied);
		return this.node.status().logBytes();
	}

	@Test
	void byAgeOnlyIfSomethingWasApplied() {
		start(NONE.withLimits(0, 0, Duration.ofMillis(150)));
		write(1);
		await("a snapshot", () -> this.node.status().snapshotIndex() > 0);
		long index = this.node.status().snapshotIndex();
		long until = System.nanoTime() + Duration.ofMillis(500).toNanos();
		await("time to pass", () -> System.nanoTime() > until);
		assertThat(taken()).isEqualTo(1);
		write(1);
		await("the next", () -> this.node.status().snapshotIndex() == index + 1);
	}

	/** S56. */
	@Test
	void whatComesWhileOneIsWrittenIsNotLost() {
		CountDownLatch release = new CountDownLatch(1);
		this.machine.snapshotHook = () -> awaitLatch(release);
		start(NONE.withLimits(20, 0, Duration.ZERO));
		write(30);
		await("it to run", () -> this.node.status().snapshotRunning());
		write(30);
		long applied = this.node.status().appliedIndex();
		release.countDown();
		await("the next one", () -> this.node.status().snapshotIndex() == applied);
	}

}
