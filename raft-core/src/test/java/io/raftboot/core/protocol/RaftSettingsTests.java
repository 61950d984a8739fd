package io.raftboot.core.protocol;

import org.junit.jupiter.api.Test;

import static io.raftboot.core.protocol.GivenNode.MILLIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Numbers that no cluster could run by are refused, and only those. */
class RaftSettingsTests {

	@Test
	void theSmallestThatAreAccepted() {
		RaftSettings settings = new RaftSettings(2, 1, 0, 1, 1, 1, 1, 0);
		assertThat(settings.clockDriftPercent()).isZero();
		assertThat(settings.electionPriority()).isZero();
	}

	@Test
	void theLargestThatAreAccepted() {
		assertThat(new RaftSettings(2, 1, 50, 1, 1, 1, 1, 100).clockDriftPercent()).isEqualTo(50);
	}

	@Test
	void theHeartbeatIntervalIsPositiveAndAtMostHalfOfTheElectionTimeout() {
		refused(0, 0, 0, 1, 1, 1, 1, 0);
		refused(3, 2, 0, 1, 1, 1, 1, 0);
	}

	@Test
	void theClockDriftIsWithinZeroAndFifty() {
		refused(2, 1, -1, 1, 1, 1, 1, 0);
		refused(2, 1, 51, 1, 1, 1, 1, 0);
	}

	@Test
	void limitsArePositive() {
		refused(2, 1, 0, 0, 1, 1, 1, 0);
		refused(2, 1, 0, 1, 0, 1, 1, 0);
		refused(2, 1, 0, 1, 1, 0, 1, 0);
		refused(2, 1, 0, 1, 1, 1, 0, 0);
	}

	@Test
	void thePriorityIsWithinZeroAndAHundred() {
		refused(2, 1, 0, 1, 1, 1, 1, -1);
		refused(2, 1, 0, 1, 1, 1, 1, 101);
	}

	/** Times are told in the unit they are given in. */
	@Test
	void aRefusalSaysWhichTimesDoNotGoTogether() {
		assertThatIllegalArgumentException().isThrownBy(() -> RaftSettings.ofMillis(199, 100))
			.withMessageContaining("199 ms")
			.withMessageContaining("100 ms");
	}

	@Test
	void theLowerThePriorityTheLongerANodeWaits() {
		assertThat(withPriority(100).electionLagNanos()).isZero();
		assertThat(withPriority(75).electionLagNanos()).isEqualTo(250 * MILLIS);
		assertThat(withPriority(0).electionLagNanos()).as("two election timeouts").isEqualTo(1000 * MILLIS);
	}

	private static RaftSettings withPriority(int priority) {
		return new RaftSettings(500 * MILLIS, 100 * MILLIS, 10, 1, 1, 1, 1, priority);
	}

	private static void refused(long election, long heartbeat, int drift, int message, int messages, long inFlight,
			long uncommitted, int priority) {
		assertThatIllegalArgumentException().isThrownBy(
				() -> new RaftSettings(election, heartbeat, drift, message, messages, inFlight, uncommitted, priority));
	}

}
