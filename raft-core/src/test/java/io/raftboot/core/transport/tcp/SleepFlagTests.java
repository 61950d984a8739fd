package io.raftboot.core.transport.tcp;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SleepFlagTests {

	private final SleepFlag flag = new SleepFlag();

	@Test
	void aSleeperIsWokenOncePerSleep() {
		assertThat(this.flag.tryToSleep()).isTrue();
		assertThat(this.flag.asleep()).isTrue();
		assertThat(this.flag.notifySleeper()).isTrue();
		assertThat(this.flag.asleep()).isFalse();
		assertThat(this.flag.notifySleeper()).isFalse();
	}

	@Test
	void aLoopThatIsAwakeCostsNoWakeUpAndDoesNotSleepNext() {
		assertThat(this.flag.notifySleeper()).isFalse();
		assertThat(this.flag.notifySleeper()).isFalse();
		assertThat(this.flag.tryToSleep()).isFalse();
		assertThat(this.flag.tryToSleep()).isTrue();
	}

	@Test
	void aNotificationWhileTheSleepEndsIsSpent() {
		this.flag.tryToSleep();
		this.flag.notifySleeper();
		this.flag.awake();
		assertThat(this.flag.tryToSleep()).isTrue();
	}

}
