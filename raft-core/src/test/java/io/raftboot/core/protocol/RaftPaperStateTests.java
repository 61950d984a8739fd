package io.raftboot.core.protocol;

import io.raftboot.core.protocol.RecordingOutput.Append;
import io.raftboot.core.protocol.RecordingOutput.Commit;
import io.raftboot.core.protocol.RecordingOutput.SendEntries;
import org.junit.jupiter.api.Test;

import static io.raftboot.core.protocol.GivenNode.append;
import static io.raftboot.core.protocol.GivenNode.heartbeat;
import static io.raftboot.core.protocol.GivenNode.voteRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Figure 2 of the Raft paper, "State", sentence by sentence. */
class RaftPaperStateTests {

	@Test
	void currentTermIsZeroOnFirstBoot() {
		assertThat(GivenNode.of(new String[] { "a", "b", "c" }, 1, 0, null).core.term()).isZero();
	}

	@Test
	void currentTermIncreasesMonotonically() {
		GivenNode node = GivenNode.ofThree(3, null, 1);
		for (long term : new long[] { 5, 2, 5, 9, 8, 1 }) {
			long before = node.core.term();
			node.step(heartbeat("b", term, 0));
			assertThat(node.core.term()).isEqualTo(Math.max(before, term));
		}
	}

	@Test
	void votedForIsNoneInANewTerm() {
		GivenNode node = GivenNode.ofThree(3, "b", 1).step(heartbeat("c", 4, 0));
		assertThat(node.core.votedFor()).isNull();
	}

	@Test
	void theFirstIndexOfTheLogIsOne() {
		GivenNode node = GivenNode.ofThree(0, null).leader();
		assertThat(node.effects(Append.class).get(0).batch().firstIndex()).isEqualTo(1);
	}

	@Test
	void persistentStateIsUpdatedOnStableStorageBeforeAnyResponse() {
		GivenNode node = GivenNode.ofThree(3, null, 1);
		node.step(voteRequest("b", 4, 1, 1));
		assertThat(node.sentTo("b")).isEmpty();
		assertThat(node.sentAfterPersistTo("b")).hasSize(1);
		node.step(append("b", 4, 1, 1, 0, Entries.of(2, 4)));
		assertThat(node.sentTo("b")).isEmpty();
		assertThat(node.sentAfterPersistTo("b")).hasSize(1);
		node.step(append("c", 5, 9, 9, 0, Entries.of(10, 9)));
		assertThat(node.sentTo("c")).as("even a refusal tells the new term").isEmpty();
		assertThat(node.sentAfterPersistTo("c")).hasSize(1);
	}

	@Test
	void commitIndexStartsAtZero() {
		assertThat(GivenNode.ofThree(3, null, 1, 2, 3).core.commitIndex()).isZero();
	}

	@Test
	void commitIndexIncreasesMonotonically() {
		GivenNode node = GivenNode.ofThree(3, null, 1, 3, 3).step(append("b", 3, 3, 3, 3, Entries.of(4)));
		assertThat(node.core.commitIndex()).isEqualTo(3);
		node.step(append("b", 3, 3, 3, 2, Entries.of(4))).step(heartbeat("b", 3, 1));
		assertThat(node.core.commitIndex()).isEqualTo(3);
		assertThat(node.effects(Commit.class)).isEmpty();
	}

	@Test
	void lastAppliedIncreasesMonotonicallyAndNeverPassesCommitIndex() {
		GivenNode node = GivenNode.ofThree(3, null, 1, 3, 3).step(append("b", 3, 3, 3, 2, Entries.of(4)));
		node.core.onApplied(2);
		assertThatExceptionOfType(InvariantViolation.class).isThrownBy(() -> node.core.onApplied(3));
		assertThatExceptionOfType(InvariantViolation.class).isThrownBy(() -> node.core.onApplied(1));
	}

	@Test
	void nextIndexStartsBehindTheLeadersLastEntry() {
		GivenNode node = GivenNode.ofThree(3, null, 1, 2, 3).leader();
		assertThat(node.core.peer(0).nextIndex()).isEqualTo(4);
		assertThat(node.effects(SendEntries.class)).extracting(send -> send.header().previousIndex())
			.containsExactly(3L, 3L);
	}

	@Test
	void matchIndexStartsAtZeroAndIncreasesMonotonically() {
		GivenNode node = GivenNode.ofThree(3, null, 1, 2, 3).leader();
		assertThat(node.core.peer(0).matchIndex()).isZero();
		assertThat(node.acknowledge("b", 4).core.peer(0).matchIndex()).isEqualTo(4);
		assertThat(node.acknowledge("b", 3).core.peer(0).matchIndex()).isEqualTo(4);
	}

	@Test
	void nextIndexAndMatchIndexAreReinitializedAfterAnElection() {
		GivenNode node = GivenNode.ofThree(3, null, 1).leaderWithB();
		node.core.stepDown(node.nowNanos);
		node.elapse(0).leader();
		assertThat(node.core.peer(0).matchIndex()).isZero();
		assertThat(node.core.peer(0).nextIndex()).isEqualTo(3);
	}

}
