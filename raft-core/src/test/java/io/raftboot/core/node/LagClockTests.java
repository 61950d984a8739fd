package io.raftboot.core.node;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LagClockTests {

	private static final long MILLIS = 1_000_000L;

	private final LagClock clock = new LagClock();

	@Test
	void whoHasEverythingDoesNotLag() {
		this.clock.tick(true, 10, MILLIS);
		assertThat(this.clock.lagNanos(10, 5 * MILLIS)).isZero();
		assertThat(this.clock.lagNanos(11, 5 * MILLIS)).isZero();
	}

	@Test
	void whoLacksAnEntryLagsSinceItWasThere() {
		this.clock.tick(true, 10, 100 * MILLIS);
		this.clock.tick(true, 20, 200 * MILLIS);
		this.clock.tick(true, 20, 300 * MILLIS);
		this.clock.tick(true, 30, 400 * MILLIS);
		assertThat(this.clock.lagNanos(10, 500 * MILLIS)).isEqualTo(300 * MILLIS);
		assertThat(this.clock.lagNanos(15, 500 * MILLIS)).isEqualTo(300 * MILLIS);
		assertThat(this.clock.lagNanos(20, 500 * MILLIS)).isEqualTo(100 * MILLIS);
		assertThat(this.clock.lagNanos(0, 500 * MILLIS)).isEqualTo(400 * MILLIS);
	}

	@Test
	void aFormerLeadershipIsForgotten() {
		this.clock.tick(true, 10, 100 * MILLIS);
		this.clock.tick(false, 20, 200 * MILLIS);
		assertThat(this.clock.lagNanos(0, 300 * MILLIS)).isZero();
		this.clock.tick(true, 20, 400 * MILLIS);
		assertThat(this.clock.lagNanos(0, 500 * MILLIS)).isEqualTo(100 * MILLIS);
	}

	/** An hour of samples 20 ms apart. */
	@Test
	void itKeepsLittleAndIsCoarseOnlyForWhatIsLongAgo() {
		long samples = 180_000;
		for (long i = 1; i <= samples; i++) {
			this.clock.tick(true, i, i * 20 * MILLIS);
		}
		long now = samples * 20 * MILLIS;
		for (long lagSamples = 1; lagSamples < samples; lagSamples *= 2) {
			long actual = lagSamples * 20 * MILLIS;
			long told = this.clock.lagNanos(samples - lagSamples - 1, now);
			assertThat(told).isBetween(actual / 2, actual);
		}
	}

}
