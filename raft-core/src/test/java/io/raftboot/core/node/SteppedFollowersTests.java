package io.raftboot.core.node;

import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** When a follower applies, step by step on one clock. */
class SteppedFollowersTests {

	private final SteppedCluster cluster = SteppedCluster.led();

	private final SteppedCluster.Member leader = this.cluster.leader();

	private final SteppedCluster.Member follower = this.cluster.followers().get(0);

	@AfterEach
	void close() {
		this.cluster.close();
	}

	@Test
	void whatNobodyWaitsForIsAppliedTogetherAndSoon() {
		long first = this.leader.appliedIndex() + 1;
		for (int i = 0; i < 4; i++) {
			write();
		}
		assertThat(this.follower.appliedIndex()).isEqualTo(first);
		assertThat(this.follower.parts().loop.waitNanos()).isBetween(1L, ApplierWakeUp.INTERVAL_NANOS);
		this.cluster.pass(ApplierWakeUp.INTERVAL_NANOS);
		assertThat(this.follower.appliedIndex()).isGreaterThanOrEqualTo(first + 2);
	}

	@Test
	void aReadHasItsIndexAppliedAtOnce() {
		write();
		write();
		write();
		CompletableFuture<Long> read = this.follower.node.read(Consistency.LINEARIZABLE);
		this.cluster.run();
		assertThat(read).isCompleted();
	}

	@Test
	void aReadOfWhatIsThereDoesNotWaitEither() {
		write();
		write();
		CompletableFuture<Long> read = this.follower.node.read(Consistency.LOCAL);
		this.cluster.run();
		assertThat(read).isCompleted();
	}

	@Test
	void whatCameFromHereIsAppliedAtOnce() {
		write();
		write();
		CompletableFuture<Committed> written = this.follower.propose();
		this.cluster.run();
		assertThat(written).isCompleted();
	}

	/** What the others hear of its commit travels with the next one. */
	private void write() {
		CompletableFuture<Committed> written = this.leader.propose();
		this.cluster.run();
		assertThat(written).isCompleted();
	}

}
