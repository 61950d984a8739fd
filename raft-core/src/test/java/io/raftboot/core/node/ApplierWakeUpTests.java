package io.raftboot.core.node;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ApplierWakeUpTests implements NodeClock {

	private long nowNanos = -7_000_000_000L;

	private int wakeUps;

	private final ApplierWakeUp wakeUp = new ApplierWakeUp(() -> this.wakeUps++, this);

	@Test
	void whatSomebodyWaitsForIsAppliedAtOnce() {
		for (int i = 1; i <= 3; i++) {
			hand(true);
			assertThat(this.wakeUps).isEqualTo(i);
		}
	}

	@Test
	void whatNobodyWaitsForIsAppliedNowAndThen() {
		hand(false);
		assertThat(this.wakeUps).isOne();
		pass(1_999_999L);
		hand(false);
		hand(false);
		assertThat(this.wakeUps).isOne();
		pass(1L);
		this.wakeUp.advance(false);
		assertThat(this.wakeUps).isEqualTo(2);
	}

	@Test
	void whoeverComesMeanwhileIsNotKeptWaiting() {
		hand(false);
		hand(false);
		this.wakeUp.advance(true);
		assertThat(this.wakeUps).isEqualTo(2);
	}

	@Test
	void nobodyIsWokenForNothing() {
		this.wakeUp.advance(true);
		hand(true);
		this.wakeUp.advance(true);
		pass(5_000_000L);
		this.wakeUp.advance(false);
		assertThat(this.wakeUps).isOne();
	}

	@Test
	void theLoopSleepsNotLongerThanTheApplierMay() {
		assertThat(waitNanos()).isEqualTo(Long.MAX_VALUE);
		hand(false);
		assertThat(waitNanos()).isEqualTo(Long.MAX_VALUE);
		pass(500_000L);
		hand(false);
		assertThat(waitNanos()).isEqualTo(1_500_000L);
		pass(1_500_000L);
		assertThat(waitNanos()).isZero();
		this.wakeUp.advance(false);
		assertThat(waitNanos()).isEqualTo(Long.MAX_VALUE);
	}

	private void hand(boolean awaited) {
		this.wakeUp.handed();
		this.wakeUp.advance(awaited);
	}

	private void pass(long nanos) {
		this.nowNanos += nanos;
	}

	private long waitNanos() {
		return this.wakeUp.waitNanos(this.nowNanos);
	}

	@Override
	public long nanoTime() {
		return this.nowNanos;
	}

	@Override
	public long currentTimeMillis() {
		return 0L;
	}

}
