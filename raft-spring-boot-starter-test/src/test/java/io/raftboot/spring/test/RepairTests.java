package io.raftboot.spring.test;

import java.time.Duration;

import org.junit.jupiter.api.MethodOrderer.MethodName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** What one test method leaves for the next one. */
@Timeout(60)
class RepairTests {

	private static void leaveAMess(RaftCluster cluster) {
		cluster.client(Counters.class).add("left", 1);
		cluster.partition("n1");
		cluster.slowDisk("n2", Duration.ofHours(1));
		cluster.kill("n3");
	}

	private static void assertInOrder(RaftCluster cluster) {
		assertThat(cluster.nodes()).allMatch(RaftClusterNode::isRunning);
		assertThat(cluster.leader()).isNotNull();
		cluster.awaitApplied();
	}

	/** What is usual. */
	@Nested
	@EmbeddedRaftCluster
	@TestMethodOrder(MethodName.class)
	class ByDefault {

		@Test
		void first(RaftCluster cluster) {
			assertThat(cluster.client(Counters.class).get("left")).isZero();
			leaveAMess(cluster);
		}

		@Test
		void second(RaftCluster cluster) {
			assertInOrder(cluster);
			assertThat(cluster.client(Counters.class).get("left")).isOne();
		}

	}

	/** What can be asked for. */
	@Nested
	@EmbeddedRaftCluster(resetBeforeEach = true)
	@TestMethodOrder(MethodName.class)
	class OnDemand {

		@Test
		void first(RaftCluster cluster) {
			leaveAMess(cluster);
		}

		@Test
		void second(RaftCluster cluster) {
			assertInOrder(cluster);
			assertThat(cluster.client(Counters.class).get("left")).isZero();
		}

	}

}
