package io.raftboot.core.node;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SnapshotTriggersTests {

	private static final long SECOND = 1_000_000_000L;

	/** A snapshot that is not taken before it must be. */
	private static final long LARGE = 1 << 20;

	private static SnapshotTriggers triggers(long entries, long logBytes, Duration interval, long index) {
		return new SnapshotTriggers(
				SnapshotOptions.DEFAULTS.withLimits(entries, logBytes, interval).withMinInterval(Duration.ZERO), index,
				LARGE, 0L, 0L);
	}

	@Test
	void entriesCountFromTheLatestSnapshot() {
		SnapshotTriggers triggers = triggers(10, 0, Duration.ZERO, 100);
		assertThat(triggers.isDue(109, 0, 1)).isFalse();
		assertThat(triggers.isDue(110, 0, 1)).isTrue();
		triggers.taken(110, LARGE, 0, 2);
		assertThat(triggers.isDue(119, 0, 3)).isFalse();
		assertThat(triggers.isDue(120, 0, 3)).isTrue();
	}

	@Test
	void entriesWaitUntilTheLatestSnapshotIsOldEnough() {
		SnapshotTriggers triggers = new SnapshotTriggers(
				SnapshotOptions.DEFAULTS.withLimits(10, 100, Duration.ZERO).withMinInterval(Duration.ofSeconds(5)), 0,
				0L, 0L, SECOND);
		assertThat(triggers.isDue(10, 0, SECOND)).as("none was taken since the start").isTrue();
		triggers.taken(10, LARGE, 0, 2 * SECOND);
		assertThat(triggers.isDue(1_000, 0, 7 * SECOND - 1)).isFalse();
		assertThat(triggers.isDue(19, 0, 7 * SECOND)).isFalse();
		assertThat(triggers.isDue(20, 0, 7 * SECOND)).isTrue();
	}

	@Test
	void bytesAndAgeWaitForNothing() {
		SnapshotTriggers triggers = new SnapshotTriggers(
				SnapshotOptions.DEFAULTS.withLimits(10, 100, Duration.ofSeconds(1))
					.withMinInterval(Duration.ofHours(1)),
				0, 0L, 0L, 0L);
		triggers.taken(10, LARGE, 0, 0L);
		assertThat(triggers.isDue(20, 99, SECOND - 1)).isFalse();
		assertThat(triggers.isDue(20, 100, SECOND - 1)).isTrue();
		assertThat(triggers.isDue(20, 99, SECOND)).isTrue();
	}

	@Test
	void bytesCountWhatWasWrittenSinceTheLatestWasBegun() {
		SnapshotTriggers triggers = triggers(0, 100, Duration.ZERO, 0);
		assertThat(triggers.isDue(5, 99, 1)).isFalse();
		assertThat(triggers.isDue(5, 100, 1)).isTrue();
		triggers.taken(5, LARGE, 100, 2);
		assertThat(triggers.isDue(6, 160, 3)).isFalse();
		assertThat(triggers.isDue(8, 199, 4)).isFalse();
		assertThat(triggers.isDue(9, 200, 5)).isTrue();
	}

	@Test
	void aQuarterOfTheBytesBringsOneThatCostsLittle() {
		SnapshotTriggers triggers = new SnapshotTriggers(
				SnapshotOptions.DEFAULTS.withLimits(0, 1000, Duration.ZERO).withMinInterval(Duration.ofSeconds(5)), 0,
				0L, 0L, 0L);
		assertThat(triggers.isDue(1, 249, 0L)).isFalse();
		assertThat(triggers.isDue(1, 250, 0L)).isTrue();
		triggers.taken(1, 100, 300, 0L);
		assertThat(triggers.isDue(2, 300 + 399, 5 * SECOND)).as("a quarter is its own size").isFalse();
		assertThat(triggers.isDue(2, 300 + 400, 5 * SECOND)).isTrue();
		assertThat(triggers.isDue(2, 300 + 999, 5 * SECOND - 1)).as("not yet old enough").isFalse();
		assertThat(triggers.isDue(2, 300 + 1000, 5 * SECOND - 1)).isTrue();
	}

	@Test
	void ageCountsOnlyIfSomethingWasApplied() {
		SnapshotTriggers triggers = new SnapshotTriggers(
				SnapshotOptions.DEFAULTS.withLimits(0, 0, Duration.ofSeconds(10)), 50, LARGE, 8 * SECOND, 0);
		assertThat(triggers.isDue(50, 0, 100 * SECOND)).isFalse();
		assertThat(triggers.isDue(51, 0, SECOND)).isFalse();
		assertThat(triggers.isDue(51, 0, 2 * SECOND)).isTrue();
	}

	@Test
	void aFailureIsTriedAgainAfterAWhileThatGrows() {
		SnapshotTriggers triggers = triggers(1, 0, Duration.ZERO, 0);
		triggers.failed(0);
		assertThat(triggers.isDue(5, 0, SECOND - 1)).isFalse();
		assertThat(triggers.isDue(5, 0, SECOND)).isTrue();
		triggers.failed(SECOND);
		assertThat(triggers.isDue(5, 0, 3 * SECOND - 1)).isFalse();
		assertThat(triggers.isDue(5, 0, 3 * SECOND)).isTrue();
		triggers.taken(5, LARGE, 0, 3 * SECOND);
		assertThat(triggers.isDue(6, 0, 3 * SECOND)).isTrue();
	}

	@Test
	void whatIsLostIsReplacedWhateverTheLimitsAndHoweverOftenThatFails() {
		SnapshotTriggers triggers = triggers(0, 0, Duration.ZERO, 50);
		assertThat(triggers.isDue(50, 0, 0)).isFalse();
		triggers.lost();
		assertThat(triggers.isDue(50, 0, 0)).isTrue();
		triggers.failed(0);
		assertThat(triggers.isDue(50, 0, SECOND - 1)).isFalse();
		assertThat(triggers.isDue(50, 0, SECOND)).isTrue();
		triggers.taken(50, LARGE, 0, SECOND);
		assertThat(triggers.isDue(51, 0, 2 * SECOND)).isFalse();
	}

	@Test
	void whatIsImpossibleIsNotTriedAgainBeforeTheNextLimit() {
		SnapshotTriggers triggers = triggers(10, 0, Duration.ZERO, 0);
		assertThat(triggers.isDue(12, 0, 1)).isTrue();
		triggers.impossible(12, 0, 1);
		assertThat(triggers.isDue(21, 0, 2)).isFalse();
		triggers.lost();
		triggers.impossible(12, 0, 1);
		assertThat(triggers.isDue(21, 0, 2)).isFalse();
		assertThat(triggers.isDue(22, 0, 2)).isTrue();
	}

	@Test
	void theRateIsKeptWhateverTheSizesAre() {
		SendRate rate = new SendRate(1000, 0);
		long nowNanos = 0;
		long sent = 0;
		while (nowNanos < 10 * SECOND) {
			long wait = rate.waitNanos(nowNanos);
			if (wait == 0L) {
				rate.sent(250);
				sent += 250;
			}
			nowNanos += Math.max(wait, 1000);
		}
		assertThat(sent).isBetween(9_900L, 10_500L);
		assertThat(new SendRate(0, 0).waitNanos(5)).isZero();
	}

}
