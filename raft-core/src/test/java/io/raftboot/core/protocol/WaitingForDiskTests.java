package io.raftboot.core.protocol;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** When what the own disk takes in next decides anything. */
class WaitingForDiskTests {

	/** Raft §5.3: without anybody else's answer its own disk commits nothing. */
	@Test
	void aLeaderWaitsForItsDiskOnlyWhenAQuorumLacksNothingElse() {
		GivenNode leader = GivenNode.ofThree(3, null, 1).leaderWithB();
		assertThat(leader.core.isWaitingForDisk()).isFalse();
		leader.propose(2);
		assertThat(leader.core.isWaitingForDisk()).isFalse();
		leader.acknowledge("b", 3);
		assertThat(leader.core.isWaitingForDisk()).isTrue();
		leader.persisted();
		assertThat(leader.core.commitIndex()).isEqualTo(3);
		assertThat(leader.core.isWaitingForDisk()).isFalse();
	}

	/** What others have committed is applied here when it is durable here. */
	@Test
	void aLeaderWaitsForItsDiskThatIsBehindTheOthers() {
		GivenNode leader = GivenNode.ofThree(3, null, 1).leaderWithB().propose(1);
		leader.acknowledge("b", 3).acknowledge("c", 3);
		assertThat(leader.core.commitIndex()).isEqualTo(3);
		assertThat(leader.core.isWaitingForDisk()).isTrue();
		leader.persisted();
		assertThat(leader.core.isWaitingForDisk()).isFalse();
	}

	@Test
	void aLeaderWithoutOthersWaitsForItsDisk() {
		GivenNode leader = GivenNode.of(new String[] { "a" }, 1, 3, null, 1);
		leader.timeout().persisted().persisted();
		assertThat(leader.core.isWaitingForDisk()).isFalse();
		assertThat(leader.propose(1).core.isWaitingForDisk()).isTrue();
		assertThat(leader.persisted().core.isWaitingForDisk()).isFalse();
	}

	@Test
	void aCandidateWaitsForItsVoteToBeDurable() {
		GivenNode candidate = GivenNode.ofThree(3, null, 1).candidate();
		assertThat(candidate.core.isWaitingForDisk()).isTrue();
		assertThat(candidate.persisted().core.isWaitingForDisk()).isFalse();
	}

	/** Its acknowledgement is held back all the same, by whoever sends it. */
	@Test
	void aFollowerWaitsForItsDiskOnlyToApplyWhatIsCommitted() {
		GivenNode follower = GivenNode.ofThree(3, null, 1);
		follower.step(GivenNode.append("b", 3, 1, 1, 1, Entries.of(2, 3, 3)));
		assertThat(follower.core.isWaitingForDisk()).isFalse();
		assertThat(follower.sentAfterPersistTo("b")).hasSize(1);
		follower.step(GivenNode.append("b", 3, 3, 3, 3, Entries.of(4, 3)));
		assertThat(follower.core.isWaitingForDisk()).isTrue();
		assertThat(follower.persisted().core.isWaitingForDisk()).isFalse();
	}

}
