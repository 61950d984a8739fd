package io.raftboot.autoconfigure;

import java.time.Duration;
import java.util.Map;

import io.raftboot.actuate.RaftHealthLimits;
import io.raftboot.actuate.RaftReadiness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.NestedExceptionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class RaftHealthPropertiesTests {

	@Test
	void everythingHasADefault() {
		RaftHealthProperties properties = bind(Map.of());
		assertThat(properties.readiness()).isEqualTo(RaftReadiness.CAUGHT_UP);
		assertThat(properties.readinessRequiresQuorum()).isFalse();
		assertThat(properties.limits())
			.isEqualTo(new RaftHealthLimits(100_000, Duration.ofSeconds(30), Duration.ofMillis(100), 512L << 20));
	}

	@Test
	void limitsCanBeSetAndSwitchedOff() {
		assertThat(bind(Map.of("raft.health.max-lag", "7", "raft.health.max-lag-duration", "8s",
				"raft.health.max-fsync-time", "9ms", "raft.health.min-disk-free", "10KB"))
			.limits()).isEqualTo(new RaftHealthLimits(7, Duration.ofSeconds(8), Duration.ofMillis(9), 10L << 10));
		assertThat(bind(Map.of("raft.health.max-lag", "0", "raft.health.max-lag-duration", "0",
				"raft.health.max-fsync-time", "0", "raft.health.min-disk-free", "0"))
			.limits()).isEqualTo(RaftHealthLimits.NONE);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "raft.health.max-lag|-1|It must be at least 0",
					"raft.health.max-lag-duration|-1s|It must not be negative",
					"raft.health.max-fsync-time|-1ms|It must not be negative",
					"raft.health.min-disk-free|-1|It must be at least 0B" })
	void badLimits(String property, String value, String reason) {
		Throwable failure = NestedExceptionUtils
			.getMostSpecificCause(catchThrowable(() -> bind(Map.of(property, value))));
		assertThat(failure).isInstanceOfSatisfying(InvalidRaftPropertyException.class, (invalid) -> {
			assertThat(invalid.property()).isEqualTo(property);
			assertThat(invalid.reason()).isEqualTo(reason);
			assertThat(invalid.action()).contains(property);
		});
	}

	private static RaftHealthProperties bind(Map<String, String> values) {
		return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate("raft.health",
				RaftHealthProperties.class);
	}

}
