package io.raftboot.core.node;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How long a loop is ready to wait for its disk. */
class OwnDiskTests {

	private final SteppedCluster cluster = SteppedCluster.led();

	@AfterEach
	void close() {
		this.cluster.close();
	}

	@Test
	void aLeaderIsReadyToWaitForLessLong() {
		long nowNanos = this.cluster.nanoTime();
		LittleWrites rules = new LittleWrites(nowNanos - SteppedCluster.QUIET_NANOS);
		long leaderMax = rules.takeLeaderForceNanosMax(1L, nowNanos);
		long otherMax = rules.takeForceNanosMax(nowNanos);
		this.cluster.members().forEach((member) -> member.limits.clear());
		this.cluster.leader().propose();
		this.cluster.run();
		assertThat(this.cluster.leader().limits).containsOnly(leaderMax);
		assertThat(this.cluster.followers()).hasSize(2)
			.allSatisfy((follower) -> assertThat(follower.limits).containsOnly(otherMax));
		assertThat(leaderMax).isBetween(1L, otherMax - 1);
	}

}
