package io.raftboot.core.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.raftboot.core.model.Membership;
import io.raftboot.core.model.Peer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * S35, S61, P11: commit index and vote counting for every shape of a quorum of up to
 * seven members, joint ones included, against brute force. Sets of members are bit masks.
 */
class QuorumTests {

	private static final int MEMBERS = 7;

	private static final int ALL = (1 << MEMBERS) - 1;

	/**
	 * What is reached is a matter of who is at or above a value and who is below: two
	 * values for every member show every case.
	 */
	@Test
	void everyPairOfVoterSetsReachesWhatBruteForceSays() {
		long[] values = new long[MEMBERS];
		for (int voters = 1; voters <= ALL; voters++) {
			for (int outgoing = 0; outgoing <= ALL; outgoing++) {
				Quorum quorum = Quorum.majority(membership(MEMBERS, voters, outgoing));
				int[] slots = slots(quorum, MEMBERS);
				for (int high = 0; high <= ALL; high++) {
					for (int member = 0; member < MEMBERS; member++) {
						values[slots[member]] = high >> member & 1;
					}
					boolean reached = isMajority(high, voters) && (outgoing == 0 || isMajority(high, outgoing));
					if (quorum.reached(values) != (reached ? 1 : 0)) {
						throw new AssertionError(shape(voters, outgoing) + " with " + Arrays.toString(values));
					}
				}
			}
		}
	}

	/** Up to relabelling these are all: members of both sets, of one, of none. */
	@Test
	void everyShapeReachesWhatBruteForceSaysForEveryOrderOfValues() {
		for (int members = 1; members <= MEMBERS; members++) {
			for (int both = 0; both <= members; both++) {
				for (int incoming = 0; incoming <= members - both; incoming++) {
					for (int outgoing = 0; outgoing <= members - both - incoming; outgoing++) {
						if (both + incoming > 0) {
							int shared = (1 << both) - 1;
							int added = (1 << incoming) - 1 << both;
							int removed = (1 << outgoing) - 1 << both + incoming;
							boolean joint = both + outgoing > 0 && (incoming + outgoing > 0);
							everyOrder(members, shared | added, joint ? shared | removed : 0);
						}
					}
				}
			}
		}
	}

	@Property(tries = 2000)
	void anyShapeReachesTheBestValueOfAllItsQuorums(@ForAll @IntRange(min = 1, max = ALL) int voters,
			@ForAll @IntRange(max = ALL) int outgoing,
			@ForAll @Size(MEMBERS) List<@LongRange(min = -2, max = Long.MAX_VALUE) Long> values) {
		Quorum quorum = Quorum.majority(membership(MEMBERS, voters, outgoing));
		int[] slots = slots(quorum, MEMBERS);
		long[] bySlot = new long[MEMBERS];
		for (int member = 0; member < MEMBERS; member++) {
			bySlot[slots[member]] = values.get(member);
		}
		long best = Long.MIN_VALUE;
		for (int subset = 1; subset <= ALL; subset++) {
			if (isMajority(subset, voters) && (outgoing == 0 || isMajority(subset, outgoing))) {
				long lowest = Long.MAX_VALUE;
				for (int member = 0; member < MEMBERS; member++) {
					boolean counts = (subset & (voters | outgoing) & 1 << member) != 0;
					lowest = counts ? Math.min(lowest, values.get(member)) : lowest;
				}
				best = Math.max(best, lowest);
			}
		}
		assertThat(quorum.reached(bySlot)).isEqualTo(best);
	}

	/** Silence, refusal or grant of each member, for every pair of voter sets. */
	@Test
	void everyElectionIsWonExactlyByTheGrantsOfEveryMajorityItNeeds() {
		for (int voters = 1; voters <= ALL; voters++) {
			for (int outgoing = 0; outgoing <= ALL; outgoing++) {
				Quorum quorum = Quorum.majority(membership(MEMBERS, voters, outgoing));
				for (int granted = 0; granted <= ALL; granted++) {
					Votes votes = new Votes(quorum);
					for (int member = 0; member < MEMBERS; member++) {
						boolean grants = (granted >> member & 1) != 0;
						if (grants || member % 2 == 0) {
							votes.record(quorum.member(quorum.slot(Entries.id("n" + member))), grants);
						}
					}
					boolean won = isMajority(granted, voters) && (outgoing == 0 || isMajority(granted, outgoing));
					if (votes.won() != won) {
						throw new AssertionError(shape(voters, outgoing) + " with grants of " + bits(granted));
					}
				}
			}
		}
	}

	/** Answers come twice, late and contradict each other; strangers answer, too. */
	@Property
	void aMemberCountsOnceHoweverOftenItAnswers(@ForAll @IntRange(min = 1, max = ALL) int voters,
			@ForAll @IntRange(max = ALL) int outgoing,
			@ForAll @Size(max = 25) List<@IntRange(min = -9, max = 9) Integer> answers) {
		Votes votes = new Votes(Quorum.majority(membership(MEMBERS, voters, outgoing)));
		int granted = 0;
		for (int answer : answers) {
			votes.record(Entries.id("n" + Math.abs(answer)), answer > 0);
			granted |= (answer > 0) ? 1 << answer : 0;
			assertThat(votes.won())
				.isEqualTo(isMajority(granted & ALL, voters) && (outgoing == 0 || isMajority(granted & ALL, outgoing)));
		}
	}

	@Test
	void everybodyIsNeededWhenUnanimous() {
		for (int members = 1; members <= MEMBERS; members++) {
			int everybody = (1 << members) - 1;
			Quorum quorum = Quorum.unanimous(membership(members, everybody, 0));
			for (int granted = 0; granted <= everybody; granted++) {
				Votes votes = new Votes(quorum);
				for (int member = 0; member < members; member++) {
					votes.record(Entries.id("n" + member), (granted >> member & 1) != 0);
				}
				assertThat(votes.won()).isEqualTo(granted == everybody);
			}
		}
	}

	@Test
	void nobodyIsAQuorumOfNobody() {
		assertThat(Quorum.majority(Membership.EMPTY).reached(new long[0])).isEqualTo(Long.MIN_VALUE);
		assertThat(new Votes(Quorum.unanimous(Membership.EMPTY)).won()).isFalse();
	}

	@Test
	void learnersHaveASlotAndNeverCount() {
		Membership membership = new Membership(Entries.peers("a", "b", "c"), List.of(), Entries.peers("d"),
				Entries.peers("e"));
		Quorum quorum = Quorum.majority(membership);
		long[] values = new long[5];
		for (String learner : List.of("d", "e")) {
			assertThat(quorum.isVoter(quorum.slot(Entries.id(learner)))).isFalse();
			values[quorum.slot(Entries.id(learner))] = 9;
		}
		values[quorum.slot(Entries.id("a"))] = 9;
		assertThat(quorum.reached(values)).isZero();
		assertThat(quorum.slot(Entries.id("x"))).isEqualTo(-1);
	}

	/** A voter on its way out counts until the joint configuration ends. */
	@Test
	void aDemotedVoterCountsWhileTheConfigurationIsJoint() {
		Membership membership = new Membership(Entries.peers("a", "b"), Entries.peers("a", "b", "c"),
				Entries.peers("c"));
		Quorum quorum = Quorum.majority(membership);
		assertThat(quorum.size()).isEqualTo(3);
		assertThat(quorum.isVoter(quorum.slot(Entries.id("c")))).isTrue();
	}

	private static void everyOrder(int members, int voters, int outgoing) {
		Quorum quorum = Quorum.majority(membership(members, voters, outgoing));
		int[] slots = slots(quorum, members);
		long[] values = new long[members];
		for (int code = 0; code < 1 << 2 * members; code++) {
			for (int member = 0; member < members; member++) {
				values[slots[member]] = code >> 2 * member & 3;
			}
			long expected = 0;
			for (int value = 1; value <= 3; value++) {
				int high = 0;
				for (int member = 0; member < members; member++) {
					high |= ((code >> 2 * member & 3) >= value) ? 1 << member : 0;
				}
				if (isMajority(high, voters) && (outgoing == 0 || isMajority(high, outgoing))) {
					expected = value;
				}
			}
			if (quorum.reached(values) != expected) {
				throw new AssertionError(shape(voters, outgoing) + " with " + Arrays.toString(values));
			}
		}
	}

	private static boolean isMajority(int subset, int voters) {
		return 2 * Integer.bitCount(subset & voters) > Integer.bitCount(voters);
	}

	private static int[] slots(Quorum quorum, int members) {
		int[] slots = new int[members];
		for (int member = 0; member < members; member++) {
			slots[member] = quorum.slot(Entries.id("n" + member));
		}
		return slots;
	}

	/** Who is in neither set is a learner. */
	private static Membership membership(int members, int voters, int outgoing) {
		return new Membership(peers(members, voters), peers(members, outgoing), peers(members, ~(voters | outgoing)));
	}

	private static List<Peer> peers(int members, int mask) {
		List<Peer> peers = new ArrayList<>();
		for (int member = 0; member < members; member++) {
			if ((mask & 1 << member) != 0) {
				peers.add(Peer.of("n" + member, "h:1"));
			}
		}
		return peers;
	}

	private static String shape(int voters, int outgoing) {
		return "Voters " + bits(voters) + ", outgoing " + bits(outgoing);
	}

	private static String bits(int mask) {
		return Integer.toBinaryString(mask);
	}

}
