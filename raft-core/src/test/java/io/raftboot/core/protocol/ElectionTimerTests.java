package io.raftboot.core.protocol;

import java.util.random.RandomGenerator;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Raft §5.2, thesis 4.2.3 and 6.4.1: when to campaign and how long to refuse, to the
 * nanosecond. The election timeout is 16 ms, chance always says a half, unless a test
 * says otherwise.
 */
class ElectionTimerTests {

	private static final long TIMEOUT = 16_000_000;

	private static final long LAG = 1_000;

	private static final long NOW = 100_000_000;

	/** In units of 2^-20. */
	private long chance = 1 << 19;

	private final RandomGenerator random = () -> this.chance << 32;

	private final ElectionTimer timer = new ElectionTimer(TIMEOUT, LAG, this.random, NOW);

	@Nested
	class ANodeThatKnowsNoLeader {

		/** "Chosen randomly from a fixed interval"; of low priority, later. */
		@Test
		void campaignsAfterOneToTwoTimeoutsAndItsLag() {
			assertThat(timer.deadlineNanos()).isEqualTo(NOW + TIMEOUT + LAG + TIMEOUT / 2);
			chance = 0;
			timer.restart(NOW + 5);
			assertThat(timer.deadlineNanos()).isEqualTo(NOW + 5 + TIMEOUT + LAG);
			chance = (1 << 20) - 1;
			timer.restart(NOW + 5);
			assertThat(timer.deadlineNanos()).isBetween(NOW + 2 * TIMEOUT + LAG - 15, NOW + 2 * TIMEOUT + LAG + 5);
		}

		@Test
		void isExpiredFromTheDeadlineOn() {
			assertThat(timer.isExpired(timer.deadlineNanos() - 1)).isFalse();
			assertThat(timer.isExpired(timer.deadlineNanos())).isTrue();
			timer.expire(NOW + 5);
			assertThat(timer.isExpired(NOW + 5)).isTrue();
		}

		@Test
		void refusesNothingAndHeardFromNobody() {
			assertThat(timer.refusesVotes(NOW)).isFalse();
			assertThat(timer.leaderContactNanos(NOW + 5)).isEqualTo(-1);
		}

		@Test
		void refusesForATimeoutAfterItsStart() {
			timer.refuseAfterStart(NOW);
			assertThat(timer.refusesVotes(NOW + TIMEOUT - 1)).isTrue();
			assertThat(timer.refusesVotes(NOW + TIMEOUT)).isFalse();
		}

	}

	@Nested
	class ANodeThatHeardFromALeader {

		@Test
		void refusesVotesForATimeoutAndCampaignsUpToAnotherOneLater() {
			timer.heardFromLeader(0, NOW + 7);
			assertThat(timer.refusesVotes(NOW + 7 + TIMEOUT - 1)).isTrue();
			assertThat(timer.refusesVotes(NOW + 7 + TIMEOUT)).isFalse();
			assertThat(timer.deadlineNanos()).isEqualTo(NOW + 7 + TIMEOUT + LAG + TIMEOUT / 2);
			assertThat(timer.leaderContactNanos(NOW + 10)).isEqualTo(3);
		}

		/** Thesis 6.4.1: the lease rests on what the leader asked for. */
		@Test
		void refusesForAsLongAsTheLeaderAskedIfThatIsLonger() {
			long asked = 20_000_000;
			timer.heardFromLeader(20, NOW);
			assertThat(timer.refusesVotes(NOW + asked - 1)).isTrue();
			assertThat(timer.refusesVotes(NOW + asked)).isFalse();
			assertThat(timer.deadlineNanos()).isEqualTo(NOW + asked + LAG + asked / 2);
			timer.heardFromLeader(15, NOW);
			assertThat(timer.refusesVotes(NOW + TIMEOUT)).isFalse();
		}

		/** Whatever makes it campaign earlier, its promise is kept. */
		@Test
		void neverCampaignsBeforeItsPromiseEnds() {
			timer.heardFromLeader(20, NOW);
			timer.expire(NOW + 1);
			assertThat(timer.deadlineNanos()).isEqualTo(NOW + 20_000_000);
			timer.hasten(NOW + 1);
			assertThat(timer.deadlineNanos()).isEqualTo(NOW + 20_000_000);
		}

		/** At random, so that not all others campaign at once. */
		@Test
		void campaignsWithinAQuarterOfATimeoutBehindItWhenTheConnectionBreaks() {
			timer.heardFromLeader(0, NOW);
			timer.leaderDisconnected();
			assertThat(timer.deadlineNanos()).isEqualTo(NOW + TIMEOUT + LAG + TIMEOUT / 8);
			chance = 1 << 18;
			timer.leaderDisconnected();
			assertThat(timer.deadlineNanos()).isEqualTo(NOW + TIMEOUT + LAG + TIMEOUT / 16);
		}

	}

	@Nested
	class ANodeThatHasAReasonToHurry {

		@Test
		void campaignsWithinATimeoutOrSo() {
			timer.hasten(NOW + 3);
			assertThat(timer.deadlineNanos()).isEqualTo(NOW + 3 + LAG + TIMEOUT / 16 + TIMEOUT / 4);
		}

		@Test
		void neverCampaignsLaterForThat() {
			timer.expire(NOW + 4);
			timer.hasten(NOW + 3);
			assertThat(timer.deadlineNanos()).isEqualTo(NOW + 4);
		}

	}

	@Nested
	class ANodeThatBacksOff {

		@Test
		void leavesItToOthersForFourToFiveTimeouts() {
			timer.backOff(NOW + 2);
			assertThat(timer.deadlineNanos()).isEqualTo(NOW + 2 + 4 * TIMEOUT + TIMEOUT / 2);
			timer.restart(NOW + 2);
			timer.hasten(NOW + 2);
			assertThat(timer.deadlineNanos()).isEqualTo(NOW + 2 + 4 * TIMEOUT + TIMEOUT / 2);
		}

		@Test
		void campaignsAsEverAfterwards() {
			timer.backOff(NOW);
			timer.restart(NOW + 5 * TIMEOUT);
			assertThat(timer.deadlineNanos()).isEqualTo(NOW + 6 * TIMEOUT + LAG + TIMEOUT / 2);
		}

	}

	/** The clock may be anywhere, also about to overflow. */
	@Test
	void timesAreComparedByTheirDifference() {
		long late = Long.MAX_VALUE - TIMEOUT;
		ElectionTimer overflowing = new ElectionTimer(TIMEOUT, LAG, this.random, late);
		assertThat(overflowing.isExpired(late)).isFalse();
		assertThat(overflowing.isExpired(late + 2 * TIMEOUT)).isTrue();
		overflowing.heardFromLeader(0, late + 1);
		assertThat(overflowing.refusesVotes(late + TIMEOUT)).isTrue();
		assertThat(overflowing.refusesVotes(late + 1 + TIMEOUT)).isFalse();
	}

}
