package io.raftboot.spring.test;

import java.time.Duration;

import io.raftboot.core.model.Role;
import io.raftboot.core.node.RaftNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/** What a test can do to a cluster. */
@EmbeddedRaftCluster
@Timeout(60)
class RaftClusterFaultTests {

	private RaftCluster cluster;

	private Counters counters;

	private String name;

	@BeforeEach
	void prepare(TestInfo test) {
		this.counters = this.cluster.client(Counters.class);
		this.name = test.getDisplayName();
	}

	@Test
	void theOthersGoOnWhenTheLeaderIsKilled() {
		this.counters.add(this.name, 1);
		RaftClusterNode killed = this.cluster.leader();
		ConfigurableApplicationContext context = killed.context();
		this.cluster.kill(killed.id());
		assertThat(context.isActive()).isFalse();
		assertThat(killed.isRunning()).isFalse();
		assertThatIllegalStateException().isThrownBy(() -> killed.bean(Counters.class))
			.withMessage("Node " + killed.id() + " does not run");
		assertThat(this.counters.add(this.name, 1)).isEqualTo(2);
		assertThat(this.cluster.awaitLeader()).isNotSameAs(killed);
		this.cluster.kill(killed.id());
		this.cluster.restart(killed.id());
		this.cluster.awaitApplied();
		assertThat(killed.bean(CounterMachine.class).get(this.name)).isEqualTo(2);
	}

	/** Otherwise than one that is stopped. */
	@Test
	void aKilledLeaderTellsNobody() {
		RaftClusterNode killed = this.cluster.leader();
		long term = killed.status().term();
		this.cluster.kill(killed.id());
		assertThat(killed.status().term()).isEqualTo(term);
		assertThat(this.cluster.awaitLeader().status().term()).isGreaterThan(term);
	}

	@Test
	void aKilledNodeLosesWhatItHasNotForcedAndNothingElse() {
		this.counters.add(this.name, 1);
		this.cluster.awaitApplied();
		RaftClusterNode slow = this.cluster.followers().get(0);
		long forced = slow.status().lastIndex();
		this.cluster.slowDisk(slow.id(), Duration.ofHours(1));
		// So long that parts of it cannot all have reached the disk by chance
		String large = "x".repeat(50_000);
		assertThat(this.cluster.leader().bean(Counters.class).add(large, 5)).isEqualTo(5);
		long written = this.cluster.leader().bean(RaftNode.class).verifyLeader().join();
		await().until(() -> slow.status().lastIndex() >= written);
		this.cluster.nodes().forEach((node) -> this.cluster.kill(node.id()));
		this.cluster.restart(slow.id());
		assertThat(slow.status().lastIndex()).isGreaterThanOrEqualTo(forced).isLessThan(written);
		this.cluster.repair();
		assertThat(this.counters.get(large)).isEqualTo(5);
		assertThat(this.counters.get(this.name)).isOne();
	}

	@Test
	void aLeaderThatIsCutOffIsReplaced() {
		RaftClusterNode cutOff = this.cluster.leader();
		this.cluster.partition(cutOff.id());
		assertThat(this.cluster.awaitLeader()).isNotSameAs(cutOff);
		assertThat(this.counters.add(this.name, 1)).isOne();
		assertThat(cutOff.bean(CounterMachine.class).get(this.name)).isZero();
		assertThat(this.cluster.followers()).contains(cutOff);
		this.cluster.heal();
		this.cluster.awaitApplied();
		assertThat(cutOff.bean(CounterMachine.class).get(this.name)).isOne();
	}

	@Test
	void theSideOfTheMajorityIsTheClusterWhicheverIsNamed() {
		RaftClusterNode cutOff = this.cluster.followers().get(0);
		this.cluster.partition(this.cluster.nodes()
			.stream()
			.map(RaftClusterNode::id)
			.filter((id) -> !id.equals(cutOff.id()))
			.toArray(String[]::new));
		assertThat(this.cluster.awaitLeader()).isNotSameAs(cutOff);
		assertThat(this.counters.add(this.name, 1)).isOne();
		assertThat(cutOff.bean(CounterMachine.class).get(this.name)).isZero();
	}

	@Test
	void aLeaderWithAHungDiskIsReplaced() {
		RaftClusterNode slow = this.cluster.leader();
		RaftClusterNode other = this.cluster.followers().get(0);
		this.cluster.slowDisk(slow.id(), Duration.ofHours(1));
		assertThat(other.bean(Counters.class).add(this.name, 1)).isOne();
		await().until(() -> this.cluster.awaitLeader() != slow);
		assertThat(other.bean(Counters.class).add(this.name, 1)).isEqualTo(2);
		assertThat(slow.bean(CounterMachine.class).get(this.name)).isZero();
		this.cluster.heal();
		this.cluster.awaitApplied();
		assertThat(slow.bean(CounterMachine.class).get(this.name)).isEqualTo(2);
	}

	@Test
	void aRunningNodeIsRestartedInOrder() {
		RaftClusterNode leader = this.cluster.leader();
		ConfigurableApplicationContext before = leader.context();
		RaftNode stopped = leader.bean(RaftNode.class);
		long term = stopped.status().term();
		this.cluster.restart(leader.id());
		// It has seen who leads next
		assertThat(stopped.status().term()).isGreaterThan(term);
		assertThat(before.isActive()).isFalse();
		assertThat(leader.context()).isNotSameAs(before);
		assertThat(leader.status().role()).isNotEqualTo(Role.LEADER);
		assertThat(this.counters.add(this.name, 1)).isOne();
	}

	@Test
	void whatWasAcknowledgedIsAppliedEverywhereAfterAwaitApplied() {
		for (int i = 1; i <= 30; i++) {
			this.counters.add(this.name, 1);
			this.cluster.awaitApplied();
			assertThat(this.cluster.nodes()).extracting((node) -> node.bean(CounterMachine.class).get(this.name))
				.containsOnly((long) i);
		}
	}

	@Test
	void withoutAMajorityThereIsNoLeader() {
		RaftClusterNode last = this.cluster.leader();
		this.cluster.followers().forEach((node) -> this.cluster.kill(node.id()));
		assertThatIllegalStateException().isThrownBy(this.cluster::leader)
			.withMessageContaining("There is no leader now")
			.withMessageContaining("(down)");
		assertThat(last.isRunning()).isTrue();
		this.cluster.repair();
		assertThat(this.counters.add(this.name, 1)).isOne();
	}

	@Test
	void aResetClusterIsEmpty() {
		this.counters.add(this.name, 1);
		this.cluster.partition("n1");
		this.cluster.kill("n2");
		this.cluster.reset();
		assertThat(this.cluster.nodes()).allMatch(RaftClusterNode::isRunning);
		assertThat(this.counters.get(this.name)).isZero();
		assertThat(this.counters.add(this.name, 1)).isOne();
	}

}
