package io.raftboot.core.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.raftboot.core.model.Membership;
import io.raftboot.core.model.Peer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * S35, S61, P11: every shape up to seven members against brute force over all subsets.
 */
class QuorumTests {

	private final Random random = new Random(35);

	@Test
	void aMajorityReachesWhatBruteForceSays() {
		for (int members = 1; members <= 7; members++) {
			for (int voters = 1; voters < 1 << members; voters++) {
				check(members, voters, 0, false);
			}
		}
	}

	@Test
	void bothMajoritiesOfAJointConfigurationAreNeeded() {
		for (int members = 1; members <= 5; members++) {
			for (int voters = 1; voters < 1 << members; voters++) {
				for (int outgoing = 1; outgoing < 1 << members; outgoing++) {
					check(members, voters, outgoing, false);
				}
			}
		}
		for (int i = 0; i < 3000; i++) {
			check(7, 1 + this.random.nextInt(127), 1 + this.random.nextInt(127), false);
		}
	}

	@Test
	void everybodyIsNeededWhenUnanimous() {
		for (int members = 1; members <= 7; members++) {
			check(members, (1 << members) - 1, 0, true);
		}
	}

	@Test
	void nobodyIsAQuorumOfNobody() {
		assertThat(Quorum.majority(Membership.EMPTY).reached(new long[0])).isEqualTo(Long.MIN_VALUE);
		assertThat(new Votes(Quorum.unanimous(Membership.EMPTY)).won()).isFalse();
	}

	@Test
	void learnersHaveASlotAndNeverCount() {
		Membership membership = new Membership(Entries.peers("a", "b", "c"), List.of(), Entries.peers("d"));
		Quorum quorum = Quorum.majority(membership);
		int learner = quorum.slot(Entries.id("d"));
		assertThat(quorum.isVoter(learner)).isFalse();
		long[] values = new long[4];
		values[learner] = 9;
		values[quorum.slot(Entries.id("a"))] = 9;
		assertThat(quorum.reached(values)).isZero();
		assertThat(quorum.slot(Entries.id("x"))).isEqualTo(-1);
	}

	private void check(int members, int voters, int outgoing, boolean unanimous) {
		Membership membership = new Membership(peers(members, voters), peers(members, outgoing),
				peers(members, ~(voters | outgoing)));
		Quorum quorum = unanimous ? Quorum.unanimous(membership) : Quorum.majority(membership);
		long[] byMember = this.random.longs(members, 0, 5).toArray();
		long[] bySlot = new long[members];
		for (int member = 0; member < members; member++) {
			bySlot[quorum.slot(Entries.id("n" + member))] = byMember[member];
		}
		assertThat(quorum.reached(bySlot)).isEqualTo(bruteForce(byMember, voters, outgoing, unanimous));
	}

	/** The best value that all members of some winning subset have. */
	private static long bruteForce(long[] values, int voters, int outgoing, boolean unanimous) {
		long best = Long.MIN_VALUE;
		for (int subset = 1; subset < 1 << values.length; subset++) {
			if (wins(subset, voters, unanimous) && (outgoing == 0 || wins(subset, outgoing, unanimous))) {
				long lowest = Long.MAX_VALUE;
				for (int member = 0; member < values.length; member++) {
					if ((subset & (voters | outgoing) & 1 << member) != 0) {
						lowest = Math.min(lowest, values[member]);
					}
				}
				best = Math.max(best, lowest);
			}
		}
		return best;
	}

	private static boolean wins(int subset, int voters, boolean unanimous) {
		int count = Integer.bitCount(subset & voters);
		return unanimous ? count == Integer.bitCount(voters) : 2 * count > Integer.bitCount(voters);
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

}
