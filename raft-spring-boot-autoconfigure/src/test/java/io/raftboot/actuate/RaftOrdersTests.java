package io.raftboot.actuate;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.raftboot.actuate.RaftAnswer.Outcome;
import io.raftboot.actuate.RaftAnswer.Verdict;
import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.ConfigurationEntry;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.SnapshotMeta;
import io.raftboot.core.node.ChangeRefusedException;
import io.raftboot.core.node.Consistency;
import io.raftboot.core.node.NodeState;
import io.raftboot.core.node.NotLeaderException;
import io.raftboot.core.node.OutcomeUnknownException;
import io.raftboot.core.node.RaftAdministration;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftStoppedException;
import io.raftboot.core.node.RaftTimeoutException;
import io.raftboot.core.node.SnapshotFailedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/** Which end becomes which answer; the node is a mock. */
class RaftOrdersTests {

	private final RaftNode node = mock(RaftNode.class);

	private final RaftAdministration administration = mock(RaftAdministration.class);

	private final RaftAdministration dryRun = mock(RaftAdministration.class);

	private final RaftOrders orders = new RaftOrders(this.node, 100L);

	@BeforeEach
	void node() {
		given(this.node.administration()).willReturn(this.administration);
		given(this.administration.dryRun()).willReturn(this.dryRun);
		given(this.node.status()).willReturn(StatusBuilder.follower("n2").build());
	}

	@Test
	void whatIsDoneHasTheIndexOfItsConfiguration() {
		given(this.administration.remove(NodeId.of("n3"))).willReturn(CompletableFuture.completedFuture(12L));
		RaftOutcome outcome = order(RaftOperation.REMOVE, "n3", null);
		assertThat(outcome.outcome()).isEqualTo(Outcome.DONE);
		assertThat(outcome.index()).isEqualTo(12L);
		assertThat(outcome.message()).isNull();
	}

	@Test
	void whatTakesLongerIsRunning() {
		given(this.administration.transferLeadership(null)).willReturn(new CompletableFuture<>());
		RaftOutcome outcome = this.orders.carryOut(new RaftOrder(RaftOperation.TRANSFER, null, null, null, 20L, false));
		assertThat(outcome.outcome()).isEqualTo(Outcome.RUNNING);
		assertThat(outcome.message()).contains("20 ms");
	}

	@Test
	void nobodyWaitsForEver() {
		for (long millis : new long[] { -1L, 0L, 600_001L, Long.MAX_VALUE }) {
			RaftOutcome outcome = this.orders
				.carryOut(new RaftOrder(RaftOperation.STEP_DOWN, null, null, null, millis, false));
			assertThat(outcome.outcome()).isEqualTo(Outcome.BAD_PARAMETER);
			assertThat(outcome.message()).contains(millis + ", not from 1 to 600000");
		}
		then(this.administration).shouldHaveNoInteractions();
	}

	@Test
	void everyFailureSaysWhetherAnythingWasDone() {
		assertEnds(new NotLeaderException(null), Outcome.NO_LEADER);
		assertEnds(new RaftStoppedException("The node is not running"), Outcome.NO_LEADER);
		assertEnds(new ChangeRefusedException("because"), Outcome.REFUSED);
		assertEnds(new OutcomeUnknownException("lost"), Outcome.OUTCOME_UNKNOWN);
		assertEnds(new RaftTimeoutException("late"), Outcome.OUTCOME_UNKNOWN);
	}

	private void assertEnds(RuntimeException failure, Outcome expected) {
		given(this.administration.demote(NodeId.of("n3"))).willReturn(CompletableFuture.failedFuture(failure));
		RaftOutcome outcome = order(RaftOperation.DEMOTE, "n3", null);
		assertThat(outcome.outcome()).isEqualTo(expected);
		assertThat(outcome.message()).isEqualTo(failure.getMessage());
	}

	@Test
	void aNodeThatIsNoMemberIsUnknown() {
		given(this.administration.demote(NodeId.of("n9")))
			.willReturn(CompletableFuture.failedFuture(new ChangeRefusedException("n9 is not a member")));
		assertThat(order(RaftOperation.DEMOTE, "n9", null).outcome()).isEqualTo(Outcome.UNKNOWN);
		given(this.administration.addLearner(NodeId.of("n9"), "h:1"))
			.willReturn(CompletableFuture.failedFuture(new ChangeRefusedException("same address")));
		assertThat(order(RaftOperation.ADD_LEARNER, "n9", "h:1").outcome()).isEqualTo(Outcome.REFUSED);
	}

	@Test
	void aFailedSnapshotSaysWhy() {
		given(this.node.snapshot()).willReturn(CompletableFuture
			.failedFuture(new SnapshotFailedException("No snapshot", new IOException("the disk is full"))));
		RaftOutcome outcome = order(RaftOperation.SNAPSHOT, null, null);
		assertThat(outcome.outcome()).isEqualTo(Outcome.REFUSED);
		assertThat(outcome.message()).contains("No snapshot").contains("the disk is full");
	}

	@Test
	void aSnapshotHasItsIndex() {
		given(this.node.snapshot()).willReturn(CompletableFuture
			.completedFuture(new SnapshotMeta(7, 1, 1, new ConfigurationEntry(new ClusterId(1, 2), Membership.EMPTY))));
		assertThat(order(RaftOperation.SNAPSHOT, null, null)).isEqualTo(new RaftOutcome(Outcome.DONE, null, 7L, null));
	}

	@Test
	void aDryRunAsksNobodyToDoAnything() {
		given(this.dryRun.stepDown()).willReturn(CompletableFuture.completedFuture(12L));
		for (RaftOperation operation : new RaftOperation[] { RaftOperation.STEP_DOWN, RaftOperation.SNAPSHOT,
				RaftOperation.VERIFY }) {
			assertThat(this.orders.carryOut(new RaftOrder(operation, null, null, null, null, true)).outcome())
				.isEqualTo(Outcome.DONE);
		}
		then(this.administration).should(never()).stepDown();
		then(this.node).should(never()).snapshot();
		then(this.node).should(never()).checkDigests();
		then(this.node).should(never()).read(any());
	}

	@Test
	void aDryRunOfASnapshotOnAStoppedNodeSaysSo() {
		given(this.node.status()).willReturn(StatusBuilder.follower(null).state(NodeState.STOPPED, null).build());
		assertThat(this.orders.carryOut(new RaftOrder(RaftOperation.SNAPSHOT, null, null, null, null, true)).outcome())
			.isEqualTo(Outcome.NO_LEADER);
		then(this.node).should(never()).snapshot();
	}

	@Test
	void aLearnerThatHasToCatchUpFirstIsStillOnItsWay() {
		given(this.node.status()).willReturn(StatusBuilder.follower("n2").build());
		given(this.administration.promote(NodeId.of("n9"))).willReturn(CompletableFuture.completedFuture(12L));
		RaftOutcome outcome = order(RaftOperation.PROMOTE, "n9", null);
		assertThat(outcome.outcome()).isEqualTo(Outcome.RUNNING);
		assertThat(outcome.message()).contains("n9 becomes a voter");
		given(this.administration.promote(NodeId.of("n3"))).willReturn(CompletableFuture.completedFuture(12L));
		assertThat(order(RaftOperation.PROMOTE, "n3", null).outcome()).isEqualTo(Outcome.DONE);
	}

	@Test
	void aVerificationNeedsALeaderFirst() {
		given(this.node.read(Consistency.LINEARIZABLE))
			.willReturn(CompletableFuture.failedFuture(new NotLeaderException(null)));
		assertThat(order(RaftOperation.VERIFY, null, null).outcome()).isEqualTo(Outcome.NO_LEADER);
		then(this.node).should(never()).checkDigests();
	}

	@Test
	void aVerificationSaysWhatItFound() {
		assertThat(verify(StatusBuilder.follower("n2").digest("default", 5L, 50, 3)).verdict())
			.isEqualTo(Verdict.EQUAL);
		assertThat(verify(StatusBuilder.follower("n2").digest("default", null, 50, 0)).verdict())
			.isEqualTo(Verdict.NO_DIGESTS);
		assertThat(verify(StatusBuilder.follower("n2").digest("default", 5L, 50, 2)).verdict())
			.isEqualTo(Verdict.INCOMPLETE);
		assertThat(verify(StatusBuilder.follower("n2").digest("default", 5L, 49, 3)).verdict())
			.isEqualTo(Verdict.INCOMPLETE);
		assertThat(verify(StatusBuilder.follower("n2")
			.digest("default", 5L, 50, 3)
			.divergence(RaftHealthIndicatorTests.divergence("n2", "n1", true))).verdict()).isEqualTo(Verdict.DIFFERENT);
	}

	private RaftAnswer.Verification verify(StatusBuilder status) {
		given(this.node.status()).willReturn(status.build());
		given(this.node.read(Consistency.LINEARIZABLE)).willReturn(CompletableFuture.completedFuture(40L));
		given(this.node.checkDigests()).willReturn(CompletableFuture.completedFuture(50L));
		RaftOutcome outcome = order(RaftOperation.VERIFY, null, null);
		assertThat(outcome.outcome()).isEqualTo(Outcome.DONE);
		assertThat(outcome.index()).isEqualTo(50L);
		assertThat(outcome.message()).contains("A majority follows the leader");
		assertThat(outcome.verification()).isNotNull();
		assertThat(outcome.verification().commitIndex()).isEqualTo(40L);
		return outcome.verification();
	}

	@Test
	void waitingEndsWhenTheThreadIsToEnd() {
		given(this.administration.stepDown()).willReturn(new CompletableFuture<>());
		Thread.currentThread().interrupt();
		RaftOutcome outcome = this.orders
			.carryOut(new RaftOrder(RaftOperation.STEP_DOWN, null, null, null, TimeUnit.MINUTES.toMillis(1), false));
		assertThat(outcome.outcome()).isEqualTo(Outcome.RUNNING);
		assertThat(Thread.interrupted()).isTrue();
	}

	private RaftOutcome order(RaftOperation operation, @Nullable String id, @Nullable String address) {
		return this.orders.carryOut(new RaftOrder(operation, null, id, address, null, false));
	}

}
