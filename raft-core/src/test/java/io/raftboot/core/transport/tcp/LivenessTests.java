package io.raftboot.core.transport.tcp;

import java.time.Duration;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LivenessTests {

	private static final long SECOND = 1_000_000_000L;

	private static final long START = Long.MAX_VALUE - SECOND;

	private final Liveness liveness = new Liveness(TcpTransportOptions.builder("localhost:0", "default")
		.ping(Duration.ofSeconds(1), Duration.ofSeconds(3))
		.build());

	@BeforeEach
	void start() {
		this.liveness.start(START);
	}

	@Test
	void asksOncePerInterval() {
		assertThat(this.liveness.onTimer(START + SECOND - 1, false)).isEqualTo(Liveness.Step.WAIT);
		assertThat(this.liveness.onTimer(START + SECOND, false)).isEqualTo(Liveness.Step.ASK);
		this.liveness.onSign();
		assertThat(this.liveness.onTimer(START + SECOND + 1, false)).isEqualTo(Liveness.Step.WAIT);
		assertThat(this.liveness.onTimer(START + 2 * SECOND, false)).isEqualTo(Liveness.Step.ASK);
	}

	@Test
	void doesNotAskTwiceAndGivesUpAfterTheLongestSilence() {
		assertThat(this.liveness.onTimer(START + SECOND, false)).isEqualTo(Liveness.Step.ASK);
		assertThat(this.liveness.onTimer(START + 2 * SECOND, false)).isEqualTo(Liveness.Step.WAIT);
		assertThat(this.liveness.onTimer(START + 3 * SECOND, false)).isEqualTo(Liveness.Step.WAIT);
		assertThat(this.liveness.onTimer(START + 4 * SECOND, false)).isEqualTo(Liveness.Step.DEAD);
	}

	@Test
	void aFullSocketIsNotAskedButMustTakeSomething() {
		assertThat(this.liveness.onTimer(START + SECOND, true)).isEqualTo(Liveness.Step.WAIT);
		this.liveness.onSign();
		assertThat(this.liveness.onTimer(START + 2 * SECOND, true)).isEqualTo(Liveness.Step.WAIT);
		assertThat(this.liveness.onTimer(START + 4 * SECOND, true)).isEqualTo(Liveness.Step.WAIT);
		assertThat(this.liveness.onTimer(START + 5 * SECOND, true)).isEqualTo(Liveness.Step.DEAD);
	}

}
