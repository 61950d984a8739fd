package io.raftboot.core.protocol;

import java.util.List;

import io.raftboot.core.model.Membership;
import io.raftboot.core.model.Peer;
import io.raftboot.core.protocol.MembershipChangeException.Reason;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static io.raftboot.core.protocol.Entries.id;
import static io.raftboot.core.protocol.Entries.members;
import static io.raftboot.core.protocol.Entries.voting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Thesis 4.3: which configuration may follow which, and by which steps. */
class MembershipRulesTests {

	@Nested
	class ATarget {

		@Test
		void mayHaveVotersLearnersAndJoiningNodes() {
			MembershipRules.check(voting("a b c"), members("a d", "", "b e", "c f"));
		}

		@Test
		void isNotJointAndHasVoters() {
			refused(members("a", "a b", "", ""), "outgoing");
			refused(members("", "", "a", "b"), "at least one voter");
		}

		@Test
		void namesANodeOnceInAllItsLists() {
			refused(voting("a b a"), "a is named twice");
			refused(members("a", "", "b a", ""), "a is named twice");
			refused(members("a", "", "b", "c b"), "b is named twice");
			refused(members("a", "", "", "c d c"), "c is named twice");
		}

		@Test
		void namesAnAddressOnceAndSaysWhose() {
			refused(new Membership(List.of(Peer.of("a", "h:1")), List.of(), List.of(Peer.of("b", "h:2")),
					List.of(Peer.of("c", "h:1"))), "Nodes a and c have the same address h:1");
		}

		private void refused(Membership target, String why) {
			assertThatExceptionOfType(MembershipChangeException.class)
				.isThrownBy(() -> MembershipRules.check(voting("a b c"), target))
				.withMessageContaining(why)
				.extracting(MembershipChangeException::reason)
				.isEqualTo(Reason.INVALID);
		}

	}

	/** P17: a lost disk has forgotten what its node promised and acknowledged. */
	@Nested
	class ADisk {

		@Test
		void isAnotherWhenBothAreKnownAndDiffer() {
			assertThatExceptionOfType(MembershipChangeException.class).isThrownBy(() -> check(7, 8))
				.withMessageContaining("another data directory");
		}

		@Test
		void isTheSameOtherwise() {
			check(7, 7);
			check(0, 8);
			check(7, 0);
			MembershipRules.check(voting("a"), with(8));
		}

		/**
		 * Else two changes, the first without disks, would pass a lost one off as the
		 * old.
		 */
		@Test
		void staysKnownWhenTheTargetNamesNone() {
			assertThat(MembershipRules.withKnownDisks(with(7), with(0))).isEqualTo(with(7));
			assertThat(MembershipRules.withKnownDisks(with(0), with(8))).isEqualTo(with(8));
			assertThat(MembershipRules.withKnownDisks(voting("a"), with(0))).isEqualTo(with(0));
		}

		private void check(long known, long wanted) {
			MembershipRules.check(with(known), with(wanted));
		}

		private Membership with(long incarnation) {
			return new Membership(Entries.peers("a"), List.of(), List.of(),
					List.of(Peer.of("b", "b:1").withIncarnation(incarnation)));
		}

	}

	@Nested
	class TheNextStep {

		@Test
		void isJointWhenOtherNodesVote() {
			assertThat(next(voting("a b c"), voting("a b"))).isEqualTo(members("a b", "a b c", "", ""));
			assertThat(next(voting("a b"), voting("a b c"))).isEqualTo(members("a b c", "a b", "", ""));
			assertThat(next(voting("a b"), voting("a c"))).isEqualTo(members("a c", "a b", "", ""));
			assertThat(next(voting("a b"), members("a", "", "b", "c"))).isEqualTo(members("a", "a b", "b", "c"));
		}

		@Test
		void isTheTargetWhenTheSameNodesVoteInWhateverOrder() {
			assertThat(next(voting("a b c"), members("c b a", "", "d", "e"))).isEqualTo(members("c b a", "", "d", "e"));
		}

		/** Both sets are spoken to where they are now. */
		@Test
		void namesOutgoingVotersAsTheTargetDoes() {
			Peer moved = Peer.of("b", "elsewhere:1");
			Membership target = new Membership(Entries.peers("a"), List.of(), List.of(moved));
			assertThat(next(voting("a b c"), target).outgoingVoters()).containsExactly(Peer.of("a", "a:1"), moved,
					Peer.of("c", "c:1"));
		}

		@Test
		void afterAJointOneIsTheTarget() {
			assertThat(MembershipRules.leave(members("a d", "a b", "b", "e"))).isEqualTo(members("a d", "", "b", "e"));
		}

		private Membership next(Membership current, Membership target) {
			return MembershipRules.next(current, target);
		}

	}

	@Test
	void aPromotionMakesAVoterOfThatJoiningNodeAlone() {
		assertThat(MembershipRules.promote(members("a", "", "b", "c d e"), id("d")))
			.isEqualTo(members("a d", "", "b", "c e"));
	}

}
