package io.raftboot.core.protocol;

import java.util.List;

import io.raftboot.core.model.HeartbeatResponse;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.PreVoteRequest;
import io.raftboot.core.model.PreVoteResponse;
import io.raftboot.core.model.Role;
import io.raftboot.core.protocol.RecordingOutput.ReadFailed;
import org.junit.jupiter.api.Test;

import static io.raftboot.core.protocol.Entries.id;
import static io.raftboot.core.protocol.GivenNode.MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

/** Raft §5.2, thesis 9.6: who is asked, and when a campaign is over. */
class CampaignTests {

	/** It could not vote for itself either: that needs its disk. */
	@Test
	void aCandidateWhoseDiskHangsGivesUpAndWaitsAnotherTimeout() {
		GivenNode node = GivenNode.ofThree(3, null, 1).candidate().timeout();
		assertThat(node.core.role()).isEqualTo(Role.FOLLOWER);
		assertThat(node.core.nextDeadlineNanos() - node.nowNanos).isBetween(500 * MILLIS, 1000 * MILLIS);
	}

	@Test
	void aCandidateWhoseDiskWorksTriesAgain() {
		GivenNode node = GivenNode.ofThree(3, null, 1).candidate().persisted().timeout();
		assertThat(node.core.role()).isEqualTo(Role.PRE_CANDIDATE);
	}

	@Test
	void whoeverTurnsUpIsAskedInWhateverPlaceItIsListed() {
		GivenNode node = GivenNode.of(new String[] { "b", "a", "c" }, 1, 3, null, 1).preCandidate();
		for (String peer : new String[] { "b", "c" }) {
			assertThat(node.connected(peer).sentTo(peer)).containsExactly(new PreVoteRequest(id("a"), 3, 4, 1, 1));
		}
	}

	@Test
	void neitherStrangersNorLearnersAreAsked() {
		GivenNode node = GivenNode.in(Entries.members("a b c", "", "d", "e"), 3, null, 1).preCandidate();
		for (String peer : new String[] { "d", "e" }) {
			assertThat(node.sentTo(peer)).isEmpty();
		}
		for (String peer : new String[] { "d", "e", "x" }) {
			assertThat(node.connected(peer).effects()).isEmpty();
		}
	}

	/** P17: a voter of this id that had another disk is not this node. */
	@Test
	void whoLostItsDiskDoesNotCampaignInItsFormerName() {
		for (long incarnation : new long[] { 0, 11, 12 }) {
			Peer self = Peer.of("a", "a:1").withIncarnation(incarnation);
			GivenNode node = GivenNode.in(Membership.of(List.of(self, Peer.of("b", "b:1"), Peer.of("c", "c:1"))), 3,
					null, 1);
			assertThat(node.timeout().core.role()).as("known as " + incarnation + ", is 11")
				.isEqualTo((incarnation == 12) ? Role.FOLLOWER : Role.PRE_CANDIDATE);
		}
	}

	/** Thesis 4.2.3: it took part in some cluster, and may have promised to refuse. */
	@Test
	void aNodeThatKnowsNoMembersKeepsItsPromisesOverARestart() {
		GivenNode node = GivenNode.of(new String[0], 1, 3, null);
		assertThat(node.elapse(499 * MILLIS).step(GivenNode.voteRequest("b", 4, 1, 1)).core.votedFor()).isNull();
		assertThat(node.elapse(1 * MILLIS).step(GivenNode.voteRequest("b", 4, 1, 1)).core.votedFor())
			.isEqualTo(id("b"));
	}

	/** Thesis 9.6: "granted if a vote in that term would be", which is a new one. */
	@Test
	void aPreVoteForTheCurrentTermIsRefused() {
		GivenNode node = GivenNode.ofThree(3, null, 1).step(new PreVoteRequest(id("b"), 3, 3, 1, 1));
		assertThat(node.sentTo("b")).containsExactly(new PreVoteResponse(id("a"), 3, 3, false));
	}

	/** Thesis 6.4: nobody leads as far as it knows. */
	@Test
	void whoCampaignsAnswersNoReads() {
		GivenNode node = GivenNode.ofThree(3, null, 1).preCandidate().read(7, true);
		assertThat(node.effects()).containsExactly(new ReadFailed(7));
		assertThat(node.candidate().read(8, true).effects()).containsExactly(new ReadFailed(8));
	}

	/** Its timer ran out long ago, while it led. */
	@Test
	void whoLedLeavesOthersAnElectionTimeoutBeforeItCampaigns() {
		GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB().follow(2000 * MILLIS, "b");
		node.step(new HeartbeatResponse(id("c"), 9, 0, 1));
		assertThat(node.core.role()).isEqualTo(Role.FOLLOWER);
		assertThat(node.core.nextDeadlineNanos() - node.nowNanos).isBetween(500 * MILLIS, 1000 * MILLIS);
	}

	/** Whoever cannot win must not keep others from trying. */
	@Test
	void aHigherTermAloneDoesNotPutAnElectionOff() {
		GivenNode node = GivenNode.ofThree(3, null, 1, 2);
		long deadline = node.core.nextDeadlineNanos();
		node.elapse(100).step(GivenNode.voteRequest("b", 9, 1, 1));
		assertThat(node.core.term()).isEqualTo(9);
		assertThat(node.core.nextDeadlineNanos()).isEqualTo(deadline);
	}

}
