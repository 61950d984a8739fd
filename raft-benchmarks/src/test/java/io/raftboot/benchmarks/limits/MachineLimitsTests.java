package io.raftboot.benchmarks.limits;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

import io.raftboot.benchmarks.meter.Latencies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class MachineLimitsTests {

	@TempDir
	Path directory;

	@Test
	void measuresEveryLimitAndLeavesNoFile() throws Exception {
		MachineLimits limits = MachineLimits.measure(this.directory, Duration.ofMillis(100));
		assertThat(limits.oneForce().perSecond()).isPositive();
		assertThat(limits.threeForces().perSecond()).isPositive();
		assertThat(limits.roundTrip().perSecond()).isPositive();
		assertThat(limits.secondOfThree().count()).isPositive();
		assertThat(limits.bareQuorum().count()).isPositive();
		assertThat(limits.designFloorNanos()).isGreaterThan(limits.floorNanos());
		assertThat(limits.floorNanos()).isGreaterThan(limits.secondOfThree().p50());
		try (Stream<Path> left = Files.list(this.directory)) {
			assertThat(left).isEmpty();
		}
	}

	@Test
	void warnsOfForcesThatAreTooFastForADisk() {
		assertThat(limits(3_000).warnings()).singleElement().asString().contains("disk");
		assertThat(limits(80_000).warnings()).isEmpty();
	}

	@Test
	void noticesAMachineThatGotSlower() {
		assertThat(limits(80_000).differsFrom(limits(110_000))).isFalse();
		assertThat(limits(80_000).differsFrom(limits(130_000))).isTrue();
		assertThat(limits(130_000).differsFrom(limits(80_000))).isTrue();
	}

	private static MachineLimits limits(long forceNanos) {
		Latencies latencies = new Latencies(1, forceNanos, forceNanos, forceNanos, forceNanos);
		Rate rate = new Rate(1e9 / forceNanos, latencies);
		return new MachineLimits(rate, rate, rate, latencies, latencies, latencies);
	}

}
