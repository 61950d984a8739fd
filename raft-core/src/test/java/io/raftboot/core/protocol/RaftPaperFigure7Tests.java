package io.raftboot.core.protocol;

import java.util.stream.LongStream;

import io.raftboot.core.model.Role;
import org.junit.jupiter.api.Test;

import static io.raftboot.core.protocol.Entries.id;
import static io.raftboot.core.protocol.GivenNode.vote;
import static io.raftboot.core.protocol.GivenNode.voteRequest;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * S25: figure 7 of the Raft paper. The server at the top comes to power in term 8; any of
 * the logs (a) to (f) may be a follower's.
 */
class RaftPaperFigure7Tests {

	private static final long[] LEADER = { 1, 1, 1, 4, 4, 5, 5, 6, 6, 6 };

	private static final long[] A = { 1, 1, 1, 4, 4, 5, 5, 6, 6 };

	private static final long[] B = { 1, 1, 1, 4 };

	private static final long[] C = { 1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6 };

	private static final long[] D = { 1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7 };

	private static final long[] E = { 1, 1, 1, 4, 4, 4, 4 };

	private static final long[] F = { 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3 };

	@Test
	void aFollowerMayBeMissingEntriesAsInA() {
		converges(A, 1, 0);
	}

	@Test
	void aFollowerMayBeMissingEntriesAsInB() {
		converges(B, 1, 0);
	}

	/** Its extra entry goes when the leader's own first entry takes the place. */
	@Test
	void aFollowerMayHaveExtraUncommittedEntriesAsInC() {
		converges(C, 0, 11);
	}

	@Test
	void aFollowerMayHaveExtraUncommittedEntriesAsInD() {
		converges(D, 0, 11);
	}

	/** Both; the terms say where they part without a refusal for each entry. */
	@Test
	void bothMayBeTrueAsInE() {
		converges(E, 1, 6);
	}

	@Test
	void bothMayBeTrueAsInF() {
		converges(F, 1, 4);
	}

	/** Those with a later term or a longer log of its term do not elect it. */
	@Test
	void theLeaderIsElectedByABEAndFButNotByCAndD() {
		for (long[] elector : new long[][] { A, B, E, F }) {
			assertThat(vote8(elector).core.votedFor()).isEqualTo(id("b"));
		}
		for (long[] refuser : new long[][] { C, D }) {
			assertThat(vote8(refuser).core.votedFor()).isNull();
		}
		GivenNode leader = GivenNode.of(new String[] { "a", "b", "c", "d", "e", "f", "g" }, 1, 7, null, LEADER)
			.elapse(GivenNode.SETTINGS.electionTimeoutNanos())
			.candidate()
			.persisted();
		leader.step(vote("b", 8, true)).step(vote("c", 8, true)).step(vote("d", 8, false)).step(vote("e", 8, false));
		assertThat(leader.core.role()).isEqualTo(Role.CANDIDATE);
		assertThat(leader.step(vote("f", 8, true)).core.role()).isEqualTo(Role.LEADER);
	}

	private static GivenNode vote8(long[] log) {
		return GivenNode.ofThree(7, null, log).step(voteRequest("b", 8, 6, 10));
	}

	/**
	 * @param truncatedFrom where the follower's log parted from the leader's, 0 if it did
	 * not
	 */
	private static void converges(long[] follower, int refusals, long truncatedFrom) {
		TwoLogs logs = new TwoLogs(7, LEADER, follower);
		assertThat(logs.leader.core.term()).isEqualTo(8);
		assertThat(logs.converge()).isEqualTo(refusals);
		assertThat(logs.truncatedFrom).isEqualTo(truncatedFrom);
		assertThat(LongStream.rangeClosed(1, 11).map(logs.follower.core::termOf)).containsExactly(1L, 1L, 1L, 4L, 4L,
				5L, 5L, 6L, 6L, 6L, 8L);
	}

}
