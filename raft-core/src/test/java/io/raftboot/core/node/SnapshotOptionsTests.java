package io.raftboot.core.node;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SnapshotOptionsTests {

	@Test
	void asManySegmentsAreKeptAsTheLogFillsUntilTheNextSnapshot() {
		assertThat(SnapshotOptions.DEFAULTS.spareSegments(16 << 20)).isEqualTo(25);
		assertThat(SnapshotOptions.DEFAULTS.spareSegments(64 << 20)).isEqualTo(7);
		assertThat(withLogBytes(40 << 20).spareSegments(16 << 20)).isEqualTo(4);
	}

	@Test
	void thereIsOneAtLeastAndThereAreNotThousands() {
		assertThat(SnapshotOptions.DEFAULTS.spareSegments(1 << 30)).isEqualTo(1);
		assertThat(SnapshotOptions.DEFAULTS.spareSegments(64 << 10)).isEqualTo(64);
	}

	@Test
	void withoutALimitOfBytesThoseOfTheDefaultAreKept() {
		assertThat(withLogBytes(0).spareSegments(16 << 20)).isEqualTo(25);
	}

	private static SnapshotOptions withLogBytes(long logBytes) {
		return SnapshotOptions.DEFAULTS.withLimits(100, logBytes, Duration.ZERO);
	}

}
