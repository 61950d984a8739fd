package io.raftboot.core.protocol;

import io.raftboot.core.model.PreVoteRequest;
import io.raftboot.core.model.Role;
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

}
