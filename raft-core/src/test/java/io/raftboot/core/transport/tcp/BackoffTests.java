package io.raftboot.core.transport.tcp;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BackoffTests {

	private static final long MILLISECOND = 1_000_000L;

	private static Backoff backoff(double jitter) {
		return new Backoff(TcpTransportOptions.builder("localhost:0", "default")
			.retry(Duration.ofMillis(20), Duration.ofSeconds(1), Duration.ofSeconds(2))
			.jitter(() -> jitter)
			.build());
	}

	@Test
	void pausesDoubleUpToTheLongest() {
		Backoff backoff = backoff(0);
		long[] expected = { 20, 40, 80, 160, 320, 640, 1000, 1000 };
		for (long millis : expected) {
			assertThat(backoff.afterFailureNanos()).isEqualTo(millis * MILLISECOND);
		}
		for (int i = 0; i < 100; i++) {
			assertThat(backoff.afterFailureNanos()).isEqualTo(1000 * MILLISECOND);
		}
	}

	@Test
	void aSuccessBeginsAnew() {
		Backoff backoff = backoff(0);
		backoff.afterFailureNanos();
		backoff.afterFailureNanos();
		backoff.reset();
		assertThat(backoff.afterFailureNanos()).isEqualTo(20 * MILLISECOND);
	}

	@Test
	void jitterShortensByUpToAHalf() {
		assertThat(backoff(1).afterFailureNanos()).isEqualTo(10 * MILLISECOND);
		assertThat(backoff(0.5).afterRefusalNanos()).isEqualTo(1500 * MILLISECOND);
	}

}
