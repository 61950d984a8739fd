package io.raftboot.core.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.Role;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Nodes that come, go, move and hand over, over TCP in one JVM. */
class MembershipChangeTests extends TcpMembers {

	@Test
	void aStandaloneNodeBecomesAClusterWhenOthersJoinIt() {
		RaftNode first = standalone("n1");
		write(first, "before");
		RaftNode second = join("n2", "n1");
		awaitVoters(2, first, second);
		RaftNode third = join("n3", "n2");
		awaitVoters(3, first, second, third);
		write(third, "after");
		awaitTexts(List.of("before", "after"), "n1", "n2", "n3");
		assertThat(first.status().clusterId()).isEqualTo(third.status().clusterId());
		assertThat(first.status().membership().members()).allMatch((peer) -> peer.incarnation() != 0L);
	}

	@Test
	void aNodeThatJoinedRestartsWithNeitherPeersNorFlag() {
		threeNodes();
		restart("n3", options("n3"));
		write(this.nodes.get("n1"), "with all");
		awaitTexts(List.of("with all"), "n1", "n2", "n3");
		this.nodes.get("n1").close();
		write(this.nodes.get("n3"), "without the first");
		awaitTexts(List.of("with all", "without the first"), "n2", "n3");
	}

	@Test
	void theLeaderCanBeRemovedAndLearnsThatItIs() {
		threeNodes();
		NodeId leader = awaitLeader().status().nodeId();
		RaftNode follower = follower();
		follower.administration().remove(leader).join();
		RaftNode removed = this.nodes.get(leader.value());
		LoopbackCluster.await("another leader",
				() -> follower.status().leader() != null && !leader.equals(follower.status().leader()));
		write(follower, "without it");
		LoopbackCluster.await("knowing that it is removed", () -> removed.status().membership().member(leader) == null);
		assertThat(removed.status().role()).isEqualTo(Role.FOLLOWER);
		assertThat(follower.status().membership().voters()).hasSize(2);
		long elections = removed.status().electionsStarted();
		write(follower, "more");
		assertThat(removed.status().electionsStarted()).isEqualTo(elections);
	}

	@Test
	void aNodeThatNeverHeardOfItsRemovalIsToldWhenItComesBack() {
		threeNodes();
		awaitLeader();
		RaftNode away = follower();
		NodeId id = away.status().nodeId();
		away.close();
		awaitLeader().administration().remove(id).join();
		restart(id.value(), options(id.value()));
		RaftNode back = this.nodes.get(id.value());
		LoopbackCluster.await("being told", () -> back.status().removed());
		write(awaitLeader(), "undisturbed");
	}

	@Test
	void aWipedNodeIsRefusedUntilItWasRemoved() {
		threeNodes();
		RaftNode leader = awaitLeader();
		NodeId id = follower().status().nodeId();
		String seed = leader.status().nodeId().value();
		this.nodes.get(id.value()).close();
		String wiped = "wiped/" + id;
		RaftNode back = start(id.value(),
				options(id.value()).dataDirectory(this.directory.resolve(wiped)).join(true).peers(peers(seed)));
		write(leader, "meanwhile");
		assertThat(back.status().lastIndex()).isZero();
		leader.administration().remove(id).join();
		awaitVoters(3, leader, back);
		awaitTexts(List.of("meanwhile"), id.value());
	}

	@Test
	void aNodeThatWasRestartedAtAnotherAddressSaysSo() {
		threeNodes();
		awaitLeader();
		String id = follower().status().nodeId().value();
		this.nodes.get(id).close();
		this.addresses.put(id, freeAddress());
		restart(id, options(id).address(this.addresses.get(id)));
		LoopbackCluster.await("the new address",
				() -> awaitLeader().status()
					.membership()
					.member(NodeId.of(id))
					.address()
					.equals(this.addresses.get(id)));
		write(awaitLeader(), "moved");
		awaitTexts(List.of("moved"), id);
	}

	@Test
	void aLearnerThatCannotBeReachedCostsNothing() {
		threeNodes();
		RaftNode follower = follower();
		write(follower, "first");
		follower.administration().addVoter(NodeId.of("n9"), "127.0.0.1:1").join();
		write(follower, "goes on");
		LoopbackCluster.await("it is joining", () -> !awaitLeader().status().membership().joining().isEmpty());
		Membership membership = awaitLeader().status().membership();
		assertThat(membership.voters()).hasSize(3);
		assertThat(membership.joining()).extracting((peer) -> peer.id().value()).containsExactly("n9");
		Membership rash = Membership.of(membership.members());
		refused(() -> awaitLeader().administration().changeMembership(rash, -1L).join(), "n9 has not caught up");
	}

	@Test
	void leadershipGoesToWhomItIsHandedTo() {
		threeNodes();
		RaftNode leader = awaitLeader();
		NodeId target = follower().status().nodeId();
		follower().administration().transferLeadership(target).join();
		LoopbackCluster.await("the target leads", () -> this.nodes.get(target.value()).status().role() == Role.LEADER);
		LoopbackCluster.await("the old leader follows", () -> leader.status().role() == Role.FOLLOWER);
		awaitLeader().administration().transferLeadership(null).join();
		LoopbackCluster.await("another leads", () -> awaitLeader() != this.nodes.get(target.value()));
		write(awaitLeader(), "after");
	}

	@Test
	void whatCannotBeIsRefusedInOneSentence() {
		threeNodes();
		RaftAdministration administration = follower().administration();
		refused(() -> administration.remove(NodeId.of("n7")).join(), "n7 is not a member");
		refused(() -> administration.transferLeadership(NodeId.of("n7")).join(), "n7 is not a voter");
		refused(() -> administration.addLearner(NodeId.of("n7"), this.addresses.get("n1")).join(), "same address");
		refused(() -> administration.addVoter(NodeId.of("n7"), "nowhere").join(), "nowhere");
		refused(() -> administration.addVoter(NodeId.of("n7"), "0.0.0.0:7000").join(), "listen on");
		refused(() -> administration.addLearner(NodeId.of("n1"), this.addresses.get("n1")).join(), "is a voter");
		RaftNode leader = awaitLeader();
		refused(() -> leader.administration().changeMembership(Membership.of(List.of()), -1L).join(),
				"at least one voter");
		refused(() -> leader.administration().changeMembership(leader.status().membership(), 1L).join(), "not 1");
		Membership undialled = new Membership(leader.status().membership().voters(), List.of(),
				List.of(Peer.of("n7", "host2")));
		refused(() -> leader.administration().changeMembership(undialled, -1L).join(), "host2");
		Membership exchanged = Membership
			.of(List.of(leader.status().membership().voters().get(0), Peer.of("n7", "127.0.0.1:2")));
		refused(() -> leader.administration().changeMembership(exchanged, -1L).join(), "let n7 join first");
		RaftNode alone = standalone("n8");
		refused(() -> alone.administration().remove(NodeId.of("n8")).join(), "the only voter");
		refused(() -> alone.administration().transferLeadership(null).join(), "no other voter");
	}

	@Test
	void aDryRunSaysWhatCannotBeAndChangesNothing() {
		threeNodes();
		RaftNode follower = follower();
		LoopbackCluster.await("the end of the change that made it one of three",
				() -> !follower.status().membership().isJoint());
		long index = follower.status().membershipIndex();
		RaftAdministration dry = follower.administration().dryRun();
		assertThat(dry.addLearner(NodeId.of("n7"), "127.0.0.1:1").join()).isEqualTo(index);
		assertThat(dry.remove(NodeId.of("n1")).join()).isEqualTo(index);
		assertThat(dry.transferLeadership(null).join()).isEqualTo(index);
		assertThat(dry.stepDown().join()).isEqualTo(index);
		refused(() -> dry.remove(NodeId.of("n7")).join(), "n7 is not a member");
		refused(() -> dry.transferLeadership(NodeId.of("n7")).join(), "n7 is not a voter");
		refused(() -> dry.addLearner(NodeId.of("n7"), this.addresses.get("n1")).join(), "same address");
		refused(() -> dry.setAddress(NodeId.of("n1"), "nowhere").join(), "nowhere");
		refused(() -> dry.changeMembership(follower.status().membership(), index + 1).join(), "entry " + index);
		RaftNode alone = standalone("n8");
		LoopbackCluster.await("a leader", () -> alone.status().role() == Role.LEADER);
		refused(() -> alone.administration().dryRun().remove(NodeId.of("n8")).join(), "the only voter");
		refused(() -> alone.administration().dryRun().transferLeadership(null).join(), "no other voter");
		NodeId leader = follower.status().leader();
		write(follower, "goes on");
		assertThat(follower.status().leader()).isEqualTo(leader);
		assertThat(follower.status().membershipIndex()).isEqualTo(index);
	}

	@Test
	void aLearnerThatIsStartedLaterStaysOne() {
		threeNodes();
		write(awaitLeader(), "first");
		this.addresses.put("n4", freeAddress());
		awaitLeader().administration().addLearner(NodeId.of("n4"), this.addresses.get("n4")).join();
		RaftNode learner = join("n4", "n1", "n2", "n3");
		awaitTexts(List.of("first"), "n4");
		LoopbackCluster.await("its disk to be known", () -> {
			Peer member = awaitLeader().status().membership().member(NodeId.of("n4"));
			return member != null && member.incarnation() != 0L;
		});
		write(awaitLeader(), "second");
		awaitTexts(List.of("first", "second"), "n4");
		Membership membership = learner.status().membership();
		assertThat(membership.learners()).extracting((peer) -> peer.id().value()).containsExactly("n4");
		assertThat(membership.joining()).isEmpty();
	}

	/** Also right after a write, which the leader has told in a status of its own. */
	@Test
	void theStatusOfALeaderHasWhatAnOrderChangedWhenThatIsOver() {
		threeNodes();
		RaftNode leader = awaitLeader();
		String address = freeAddress();
		for (int i = 0; i < 5; i++) {
			write(leader, "more");
			leader.administration().addLearner(NodeId.of("n4"), address).join();
			assertThat(leader.status().membership().learners()).hasSize(1);
			write(leader, "more");
			leader.administration().remove(NodeId.of("n4")).join();
			assertThat(leader.status().membership().learners()).isEmpty();
		}
	}

	@Test
	void anOrderThatNobodyTookSaysThatThereIsNoLeader() {
		threeNodes();
		awaitLeader();
		restart("n1", options("n1").proposalTimeout(Duration.ofMillis(1_500)));
		this.nodes.get("n2").close();
		this.nodes.get("n3").close();
		RaftNode alone = this.nodes.get("n1");
		LoopbackCluster.await("no leader", () -> alone.status().leader() == null);
		assertThat(alone.administration().remove(NodeId.of("n2"))).failsWithin(Duration.ofSeconds(20))
			.withThrowableThat()
			.withCauseInstanceOf(NotLeaderException.class);
		assertThat(alone.administration().dryRun().remove(NodeId.of("n2"))).failsWithin(Duration.ofSeconds(1))
			.withThrowableThat()
			.withCauseInstanceOf(NotLeaderException.class);
	}

	/** It has an old configuration, in which the leader does not even exist. */
	@Test
	void aNodeThatWasAwayAnswersALeaderThatJoinedSince() {
		threeNodes();
		write(awaitLeader(), "first");
		RaftNode away = this.nodes.get("n2");
		away.close();
		RaftNode fourth = join("n4", "n1");
		awaitVoters(4, fourth, this.nodes.get("n1"), this.nodes.get("n3"));
		this.nodes.get("n3").administration().transferLeadership(NodeId.of("n4")).join();
		LoopbackCluster.await("n4 leads", () -> fourth.status().role() == Role.LEADER);
		restart("n2", options("n2"));
		write(fourth, "after");
		awaitTexts(List.of("first", "after"), "n2");
		assertThat(fourth.status().role()).isEqualTo(Role.LEADER);
	}

	@Test
	void twoNodesMayMoveAtOnce() {
		threeNodes();
		write(awaitLeader(), "first");
		for (String id : List.of("n1", "n2")) {
			this.nodes.get(id).close();
			this.addresses.put(id, freeAddress());
		}
		for (String id : List.of("n1", "n2")) {
			restart(id, options(id).address(this.addresses.get(id)));
		}
		write(this.nodes.get("n3"), "all there");
		awaitTexts(List.of("first", "all there"), "n1", "n2", "n3");
		LoopbackCluster.await("the new addresses",
				() -> List.of("n1", "n2")
					.stream()
					.allMatch((id) -> this.nodes.get("n3")
						.status()
						.membership()
						.member(NodeId.of(id))
						.address()
						.equals(this.addresses.get(id))));
	}

	@Test
	void whatIsDoneAlreadyIsDoneForTheNextLeaderToo() {
		threeNodes();
		RaftNode leader = awaitLeader();
		leader.administration().addLearner(NodeId.of("n9"), "127.0.0.1:1").join();
		leader.administration().transferLeadership(null).join();
		RaftNode next = awaitLeader();
		assertThat(next.administration().addLearner(NodeId.of("n9"), "127.0.0.1:1").join()).isPositive();
	}

	@Test
	void anOrderThatTheNodeDoesNotComeToEndsWhenItStops() {
		RaftNode alone = standalone("n1");
		LoopbackCluster.await("a leader", () -> alone.status().role() == Role.LEADER);
		List<CompletableFuture<Long>> orders = new ArrayList<>();
		Thread operator = new Thread(() -> {
			for (int i = 0; i < 2000; i++) {
				orders.add(alone.administration().remove(NodeId.of("n7")));
			}
		});
		operator.start();
		alone.close();
		assertThatCode(operator::join).doesNotThrowAnyException();
		LoopbackCluster.await("every end", () -> orders.stream().allMatch(CompletableFuture::isDone));
	}

	@Test
	void aTransferToADeadNodeEndsAndTheLeaderGoesOn() {
		threeNodes();
		RaftNode leader = awaitLeader();
		RaftNode dead = follower();
		dead.close();
		refused(() -> leader.administration().transferLeadership(dead.status().nodeId()).join(), "did not take over");
		write(leader, "goes on");
		assertThat(leader.status().role()).isEqualTo(Role.LEADER);
	}

	@Test
	void onlyTheLeaderIsVerified() {
		threeNodes();
		RaftNode leader = awaitLeader();
		assertThat(leader.verifyLeader().join()).isPositive();
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> follower().verifyLeader().join())
			.withCauseInstanceOf(NotLeaderException.class);
	}

	private void refused(Runnable order, String why) {
		assertThatExceptionOfType(CompletionException.class).isThrownBy(order::run)
			.withCauseInstanceOf(ChangeRefusedException.class)
			.withMessageContaining(why);
	}

}
