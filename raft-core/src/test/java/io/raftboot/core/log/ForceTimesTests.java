package io.raftboot.core.log;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How long forces took lately. */
class ForceTimesTests {

	private static final long MILLIS = 1_000_000L;

	private final ForceTimes times = new ForceTimes();

	private long nowNanos = -5_000L * MILLIS;

	@Test
	void withoutAnyThereIsNothingToSay() {
		assertThat(recent()).isEqualTo(RecentForces.NONE);
	}

	@Test
	void isTheMeanOfTheLatest() {
		force(10);
		force(30);
		assertThat(recent()).isEqualTo(new RecentForces(2, 20 * MILLIS));
	}

	@Test
	void aSlowOneIsOutweighedAndThenForgotten() {
		force(3_100);
		for (int i = 0; i < ForceTimes.FORCES_MAX - 1; i++) {
			force(0);
		}
		assertThat(recent()).isEqualTo(new RecentForces(32, 3_100 * MILLIS / 32));
		force(0);
		assertThat(recent()).isEqualTo(new RecentForces(32, 0));
	}

	@Test
	void theOneUnderWayCountsAsLongAsItHasTakenSoFar() {
		force(0);
		this.times.begin(this.nowNanos);
		this.nowNanos += 40_000 * MILLIS;
		assertThat(recent()).isEqualTo(new RecentForces(2, 20_000 * MILLIS));
		this.times.end(this.nowNanos);
		assertThat(recent()).isEqualTo(new RecentForces(2, 20_000 * MILLIS));
	}

	@Test
	void beginsWithTheFirstWriteThatIsPartOfIt() {
		this.times.begin(this.nowNanos);
		this.nowNanos += 30 * MILLIS;
		this.times.begin(this.nowNanos);
		this.nowNanos += 10 * MILLIS;
		assertThat(this.times.end(this.nowNanos)).isEqualTo(40 * MILLIS);
	}

	@Test
	void aWriteThatFoundNoRoomIsNoForce() {
		this.times.begin(this.nowNanos);
		this.times.drop();
		this.nowNanos += 30 * MILLIS;
		assertThat(recent()).isEqualTo(RecentForces.NONE);
	}

	@Test
	void whatIsOlderThanAMinuteSaysNothing() {
		force(500);
		this.nowNanos += ForceTimes.AGE_NANOS_MAX;
		assertThat(recent()).isEqualTo(new RecentForces(1, 500 * MILLIS));
		this.nowNanos++;
		assertThat(recent()).isEqualTo(RecentForces.NONE);
	}

	private RecentForces recent() {
		return this.times.recent(this.nowNanos);
	}

	private void force(long millis) {
		this.times.begin(this.nowNanos);
		this.nowNanos += millis * MILLIS;
		assertThat(this.times.end(this.nowNanos)).isEqualTo(millis * MILLIS);
	}

}
