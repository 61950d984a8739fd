package io.raftboot.spring.test;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

import io.raftboot.core.model.Role;
import io.raftboot.core.node.RaftNodeOptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** What a test gets. */
@EmbeddedRaftCluster
@Timeout(60)
class EmbeddedRaftClusterTests {

	private static RaftCluster ofTheClass;

	private static RaftCluster beforeAll;

	private final RaftCluster constructed;

	private RaftCluster cluster;

	private RaftCluster beforeEach;

	EmbeddedRaftClusterTests(RaftCluster cluster) {
		this.constructed = cluster;
	}

	@BeforeAll
	static void takeForTheClass(RaftCluster cluster) {
		assertThat(ofTheClass).isSameAs(cluster);
		beforeAll = cluster;
	}

	@BeforeEach
	void take(RaftCluster cluster) {
		assertThat(this.cluster).isSameAs(cluster);
		this.beforeEach = cluster;
	}

	@Test
	void theClusterIsInjectedEverywhere(RaftCluster parameter) {
		assertThat(parameter).isSameAs(this.cluster)
			.isSameAs(this.constructed)
			.isSameAs(this.beforeEach)
			.isSameAs(beforeAll)
			.isSameAs(ofTheClass);
	}

	@Test
	void threeNodesReplicate() {
		assertThat(this.cluster.nodes()).extracting(RaftClusterNode::id).containsExactly("n1", "n2", "n3");
		RaftClusterNode leader = this.cluster.leader();
		assertThat(leader).isSameAs(this.cluster.awaitLeader());
		assertThat(leader.status().role()).isEqualTo(Role.LEADER);
		assertThat(this.cluster.followers()).hasSize(2).doesNotContain(leader);
		long sum = 0;
		for (RaftClusterNode node : this.cluster.nodes()) {
			assertThat(node.bean(Counters.class).add("replicated", 1)).isEqualTo(++sum);
		}
		this.cluster.awaitApplied();
		for (RaftClusterNode node : this.cluster.nodes()) {
			assertThat(node.bean(CounterMachine.class).get("replicated")).isEqualTo(3);
			assertThat(node.bean("counterMachine", Counters.class).get("replicated")).isEqualTo(3);
		}
	}

	@Test
	void nodesHaveNoSocketsAndNoFilesOfTheLog() {
		Set<Path> directories = new HashSet<>();
		for (RaftClusterNode node : this.cluster.nodes()) {
			RaftNodeOptions options = node.bean(RaftNodeOptions.class);
			assertThat(node.status().address()).startsWith("memory:");
			assertThat(options.bind()).startsWith("memory:");
			assertThat(options.dataDirectory()).doesNotExist().isAbsolute();
			assertThat(directories.add(options.dataDirectory())).isTrue();
		}
	}

	@Test
	void configurationOfOtherTestsIsNotScanned() {
		assertThat(this.cluster.node("n1").context().getBeanNamesForType(ClusterClientTests.Moody.class)).isEmpty();
	}

	@Test
	void electionsAreFast() {
		RaftNodeOptions options = this.cluster.node("n2").bean(RaftNodeOptions.class);
		assertThat(options.electionTimeout()).hasMillis(150);
		assertThat(options.heartbeatInterval()).hasMillis(30);
	}

	@Test
	void nodesAreKnownByTheirIds() {
		assertThat(this.cluster.node("n2").status().nodeId()).hasToString("n2");
		assertThatIllegalArgumentException().isThrownBy(() -> this.cluster.kill("n4"))
			.withMessage("There is no node n4, only [n1, n2, n3]");
		assertThatIllegalArgumentException().isThrownBy(() -> this.cluster.partition("n1", "x"));
	}

	@Test
	void withoutAWebServerThereIsNoPort() {
		assertThatIllegalStateException().isThrownBy(() -> this.cluster.node("n1").port())
			.withMessageContaining("@EmbeddedRaftCluster(web = true)");
	}

	/** Inside of the class. */
	@Nested
	class Within {

		private RaftCluster inner;

		@Test
		void itIsTheSameCluster(RaftCluster parameter) {
			assertThat(this.inner).isSameAs(parameter).isSameAs(EmbeddedRaftClusterTests.this.cluster);
		}

	}

	/** With a cluster of its own. */
	@Nested
	@EmbeddedRaftCluster(nodes = 1)
	class WithItsOwn {

		@Test
		void itIsAnotherCluster(RaftCluster parameter) {
			assertThat(parameter).isNotSameAs(ofTheClass);
			assertThat(parameter.nodes()).hasSize(1);
			assertThat(parameter.client(Counters.class).add("alone", 2)).isEqualTo(2);
			assertThat(EmbeddedRaftClusterTests.this.constructed).isNotNull();
		}

	}

}
