package io.raftboot.core.node;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ApplierWakeUpTests implements NodeClock {

	private long nowNanos = -7_000_000_000L;

	private int wakeUps;

	private long nanosMax;

	private boolean relieved;

	private final ApplierWakeUp wakeUp = new ApplierWakeUp(this::runOrWake, this);

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
		this.wakeUp.advance(false, true);
		assertThat(this.wakeUps).isEqualTo(2);
	}

	@Test
	void whoeverComesMeanwhileIsNotKeptWaiting() {
		hand(false);
		hand(false);
		this.wakeUp.advance(true, true);
		assertThat(this.wakeUps).isEqualTo(2);
	}

	@Test
	void nobodyIsWokenForNothing() {
		this.wakeUp.advance(true, true);
		hand(true);
		this.wakeUp.advance(true, true);
		pass(5_000_000L);
		this.wakeUp.advance(false, true);
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
		this.wakeUp.advance(false, true);
		assertThat(waitNanos()).isEqualTo(Long.MAX_VALUE);
	}

	@Test
	void theLoopAppliesWhatIsLittle() {
		hand(ApplierWakeUp.LITTLE_ENTRIES_MAX, true);
		assertThat(this.nanosMax).isPositive();
		hand(ApplierWakeUp.LITTLE_ENTRIES_MAX + 1, true);
		assertThat(this.nanosMax).isZero();
	}

	@Test
	void littleByLittleIsMuch() {
		hand(1L, false);
		hand(ApplierWakeUp.LITTLE_ENTRIES_MAX, false);
		hand(1L, false);
		pass(2_000_000L);
		this.wakeUp.advance(false, true);
		assertThat(this.nanosMax).isZero();
		hand(1L, true);
		assertThat(this.nanosMax).isPositive();
	}

	@Test
	void theLoopReadsNoEntriesFromTheDisk() {
		this.wakeUp.handed(1L, true);
		this.wakeUp.handed(1L, false);
		this.wakeUp.advance(true, true);
		assertThat(this.nanosMax).isZero();
		hand(true);
		assertThat(this.nanosMax).isPositive();
	}

	@Test
	void aLoopThatHasNoTimeAppliesNothing() {
		this.wakeUp.handed(1L, false);
		this.wakeUp.advance(true, false);
		assertThat(this.wakeUps).isOne();
		assertThat(this.nanosMax).isZero();
	}

	@Test
	void whoIsNotTheLoopAnyMoreHearsIt() {
		this.wakeUp.handed(1L, false);
		this.relieved = true;
		assertThat(this.wakeUp.advance(true, true)).isFalse();
		assertThat(this.wakeUp.advance(true, true)).isTrue();
	}

	private void hand(boolean awaited) {
		hand(1L, awaited);
	}

	private void hand(long entries, boolean awaited) {
		this.wakeUp.handed(entries, false);
		this.wakeUp.advance(awaited, true);
	}

	private boolean runOrWake(long nanosMax) {
		this.wakeUps++;
		this.nanosMax = nanosMax;
		return !this.relieved;
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
