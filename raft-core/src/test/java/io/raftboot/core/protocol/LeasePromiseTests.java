package io.raftboot.core.protocol;

import io.raftboot.core.model.AppendResponse;
import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.PreVoteRequest;
import io.raftboot.core.model.PreVoteResponse;
import io.raftboot.core.model.Role;
import io.raftboot.core.model.TimeoutNow;
import io.raftboot.core.model.VoteRequest;
import io.raftboot.core.model.VoteResponse;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static io.raftboot.core.protocol.Entries.id;
import static io.raftboot.core.protocol.Entries.members;
import static io.raftboot.core.protocol.GivenNode.MILLIS;
import static io.raftboot.core.protocol.GivenNode.heartbeat;
import static io.raftboot.core.protocol.GivenNode.voteRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What a leader has told of its lease holds by the clock, whatever becomes of the leader:
 * nobody acts as leader before (docs/adr/0021). 450 ms of a lease are 500 ms less the
 * drift.
 */
class LeasePromiseTests {

	@Nested
	class WhoLed {

		private final GivenNode leader = GivenNode.ofThree(3, null, 1).leaderWithB();

		@Test
		void votesForNobodyWhileItsLeaseWouldHaveHeld() {
			deposed();
			this.leader.elapse(450 * MILLIS - 1).step(voteRequest("c", 6, 9, 9));
			assertThat(this.leader.core.votedFor()).isNull();
			assertThat(this.leader.core.term()).isEqualTo(5);
			this.leader.elapse(1).step(voteRequest("c", 6, 9, 9));
			assertThat(this.leader.core.votedFor()).isEqualTo(id("c"));
		}

		@Test
		void makesNobodyHopeForItsVoteMeanwhile() {
			deposed();
			PreVoteRequest request = new PreVoteRequest(id("c"), 5, 6, 9, 9);
			assertThat(this.leader.elapse(450 * MILLIS - 1).step(request).sentTo("c"))
				.contains(new PreVoteResponse(id("a"), 5, 6, false));
			assertThat(this.leader.elapse(1).step(request).sentTo("c"))
				.contains(new PreVoteResponse(id("a"), 5, 6, true));
		}

		@Test
		void remembersItThroughATransferThatEndedTheLease() {
			this.leader.transfer("b");
			assertThat(this.leader.core.leaseRemainingNanos(this.leader.nowNanos)).isZero();
			deposed();
			assertThat(this.leader.step(voteRequest("c", 6, 9, 9)).core.votedFor()).isNull();
		}

		/** The others are new: from then on the lease counts them, and starts anew. */
		@Test
		void remembersItThroughAChangeOfVoters() {
			this.leader.change(members("a d e", "", "", ""));
			assertThat(this.leader.core.leaseRemainingNanos(this.leader.nowNanos)).isZero();
			deposed();
			assertThat(this.leader.step(voteRequest("c", 6, 9, 9)).core.votedFor()).isNull();
			this.leader.elapse(450 * MILLIS).step(voteRequest("c", 6, 9, 9));
			assertThat(this.leader.core.votedFor()).isEqualTo(id("c"));
		}

		@Test
		void helpsWhomItAskedToLead() {
			this.leader.transfer("b").step(new VoteRequest(id("b"), 5, 2, 4, true));
			assertThat(this.leader.core.votedFor()).isEqualTo(id("b"));
		}

		@Test
		void owesNothingWhenItWasHeardByNobodyForLong() {
			this.leader.elapse(460 * MILLIS);
			deposed();
			assertThat(this.leader.step(voteRequest("c", 6, 9, 9)).core.votedFor()).isEqualTo(id("c"));
		}

		private void deposed() {
			this.leader.step(new AppendResponse(id("c"), 5, false, 0, 0, 0, 0)).persisted();
			assertThat(this.leader.core.role()).isEqualTo(Role.FOLLOWER);
		}

	}

	@Nested
	class WhoLeads {

		/** Every voter has waited for the leader it knew, and for itself. */
		@Test
		void followsNobodyAfterAnElection() {
			GivenNode leader = GivenNode.ofThree(3, null, 1).leader();
			assertThat(leader.core.earlierLeaseEndNanos()).isEqualTo(leader.nowNanos);
		}

		/** The voters did not wait. */
		@Test
		void waitsForTheLeaderThatHandedOver() {
			GivenNode target = GivenNode.ofThree(3, null, 1).step(heartbeat("b", 3, 0, 5));
			elected(target.step(new TimeoutNow(id("b"), 3, 5)));
			assertThat(target.core.earlierLeaseEndNanos()).isEqualTo(target.nowNanos + 500 * MILLIS);
		}

		@Test
		void waitsForAsLongAsThatLeaderHadItsVotersRefuse() {
			GivenNode target = GivenNode.ofThree(3, null, 1).step(new Heartbeat(id("b"), 3, 0, 5, 900));
			elected(target.step(new TimeoutNow(id("b"), 3, 5)));
			assertThat(target.core.earlierLeaseEndNanos()).isEqualTo(target.nowNanos + 900 * MILLIS);
		}

		@Test
		void isAskedOnlyWhileItLeads() {
			GivenNode node = GivenNode.ofThree(3, null, 1);
			assertThatIllegalStateException().isThrownBy(node.core::earlierLeaseEndNanos);
		}

		private void elected(GivenNode candidate) {
			candidate.persisted().step(new VoteResponse(id("c"), 4, true, 33));
			assertThat(candidate.core.role()).isEqualTo(Role.LEADER);
		}

	}

}
