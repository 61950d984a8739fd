package io.raftboot.core.protocol;

import io.raftboot.core.model.HardState;
import io.raftboot.core.model.Role;
import io.raftboot.core.model.TimeoutNow;
import io.raftboot.core.protocol.RecordingOutput.Persist;
import org.junit.jupiter.api.Test;

import static io.raftboot.core.protocol.Entries.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Raft figure 2: currentTerm and votedFor, and which write makes them durable. */
class BallotTests {

	private final RecordingOutput output = new RecordingOutput();

	private final PersistTracker writes = new PersistTracker(0);

	private final Ballot ballot = new Ballot(new HardState(3, null), this.writes, this.output);

	/** "Increases monotonically": the same term again would take its vote back. */
	@Test
	void onlyAHigherTermIsAdopted() {
		for (long term : new long[] { 2, 3 }) {
			assertThatExceptionOfType(InvariantViolation.class).isThrownBy(() -> this.ballot.adopt(term, 0));
		}
		this.ballot.adopt(4, 0);
		assertThat(this.ballot.term()).isEqualTo(4);
	}

	/**
	 * "At most one candidate in a given term": whoever asks for a second one is wrong.
	 */
	@Test
	void aSecondVoteInATermStopsTheNode() {
		this.ballot.voteFor(id("b"), 0);
		assertThatExceptionOfType(InvariantViolation.class).isThrownBy(() -> this.ballot.voteFor(id("c"), 0));
		assertThat(this.ballot.votedFor()).isEqualTo(id("b"));
	}

	@Test
	void theSameVoteIsWrittenOnce() {
		this.ballot.voteFor(id("b"), 0);
		this.ballot.voteFor(id("b"), 0);
		assertThat(this.output.drain()).containsExactly(new Persist(1, new HardState(3, id("b"))));
	}

	@Test
	void aCampaignNamesTheWriteOfItsVote() {
		this.writes.appending(1, 100, 0);
		long write = this.ballot.campaign(id("a"), 0);
		assertThat(this.output.drain()).containsExactly(new Persist(write, new HardState(4, id("a"))));
		this.writes.persisted(write - 1, 0);
		assertThat(this.writes.isPersisted(write)).isFalse();
	}

	/** "Updated on stable storage": what was written before the vote proves nothing. */
	@Test
	void theOwnVoteCountsWithItsOwnWriteNotWithAnEarlierOne() {
		GivenNode node = GivenNode.ofThree(3, null, 1).step(GivenNode.append("b", 3, 1, 1, 0, Entries.of(2, 3)));
		node.step(new TimeoutNow(id("b"), 3, 1)).step(GivenNode.vote("c", 4, true));
		node.core.onPersisted(1, node.nowNanos);
		assertThat(node.core.role()).isEqualTo(Role.CANDIDATE);
		node.core.onPersisted(2, node.nowNanos);
		assertThat(node.core.role()).isEqualTo(Role.LEADER);
	}

}
