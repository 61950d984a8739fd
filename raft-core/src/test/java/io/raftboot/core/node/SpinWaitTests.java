package io.raftboot.core.node;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SpinWaitTests {

	private long nowNanos = 1_000_000L;

	private long yieldNanos = 500L;

	private int yields;

	private final SpinWait spin = new SpinWait(() -> this.nowNanos, () -> {
		this.nowNanos += this.yieldNanos;
		this.yields++;
	});

	@Test
	void workThatComesSoonIsFound() {
		assertThat(this.spin.findsWork(() -> (this.yields == 3) ? 1 : 0)).isTrue();
		assertThat(this.yields).isEqualTo(3);
	}

	@Test
	void whenThereIsNoneItEndsSoon() {
		assertThat(this.spin.findsWork(() -> 0)).isFalse();
		assertThat(this.nowNanos).isEqualTo(1_020_000L);
		assertThat(this.yields).isEqualTo(40);
	}

	@Test
	void whereTheProcessorIsWantedItIsLeftOutForLongerAndLonger() {
		this.yieldNanos = 6_000L;
		assertThat(leftOut()).isEqualTo(2);
		assertThat(leftOut()).isEqualTo(4);
		for (int i = 0; i < 20; i++) {
			leftOut();
		}
		assertThat(leftOut()).isEqualTo(512);
	}

	@Test
	void whereTheProcessorIsIdleAgainThatIsForgottenByAndBy() {
		this.yieldNanos = 6_000L;
		leftOut();
		leftOut();
		leftOut();
		this.yieldNanos = 500L;
		for (int i = 0; i < 2; i++) {
			assertThat(this.spin.findsWork(() -> 1)).isTrue();
		}
		this.yieldNanos = 6_000L;
		assertThat(leftOut()).isEqualTo(4);
	}

	/** How often it does nothing after it has met a busy processor. */
	private int leftOut() {
		assertThat(this.spin.findsWork(() -> 1)).isFalse();
		int before = this.yields;
		int count = 0;
		long busyNanos = this.yieldNanos;
		this.yieldNanos = 500L;
		while (true) {
			boolean found = this.spin.findsWork(() -> 0);
			if (this.yields > before || found) {
				break;
			}
			count++;
		}
		this.yieldNanos = busyNanos;
		return count;
	}

}
