package io.raftboot.core.node;

import java.util.function.IntSupplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class SpinWaitTests {

	private long nowNanos = 1_000_000L;

	private long yieldNanos = 500L;

	private int yields;

	private IntSupplier work = () -> 0;

	private long written = 7L;

	private final SpinWait spin = new SpinWait(() -> this.work.getAsInt(), () -> this.written, () -> this.nowNanos,
			() -> {
				this.nowNanos += this.yieldNanos;
				this.yields++;
			});

	@Test
	void workThatComesSoonIsFound() {
		this.work = () -> (this.yields == 3) ? 1 : 0;
		assertThat(this.spin.findsWork()).isTrue();
		assertThat(this.yields).isEqualTo(3);
	}

	@Test
	void whenThereIsNoneItEndsSoon() {
		assertThat(this.spin.findsWork()).isFalse();
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
		this.work = () -> 1;
		assertThat(this.spin.findsWork()).isTrue();
		assertThat(this.spin.findsWork()).isTrue();
		this.yieldNanos = 6_000L;
		assertThat(leftOut()).isEqualTo(4);
	}

	@Test
	void whileSomethingIsWrittenItIsLeftOut() {
		this.work = () -> 1;
		this.written++;
		assertThat(this.spin.findsWork()).isFalse();
		this.nowNanos += 999_999L;
		assertThat(this.spin.findsWork()).isFalse();
		assertThat(this.yields).isZero();
		this.nowNanos += 1L;
		assertThat(this.spin.findsWork()).isTrue();
	}

	/** How often it does nothing after it has met a busy processor. */
	private int leftOut() {
		this.work = () -> 1;
		assertThat(this.spin.findsWork()).isFalse();
		this.work = () -> 0;
		int before = this.yields;
		int count = 0;
		long busyNanos = this.yieldNanos;
		this.yieldNanos = 500L;
		assertThat(this.spin.findsWork()).isFalse();
		while (this.yields == before) {
			count++;
			assertThat(this.spin.findsWork()).isFalse();
		}
		this.yieldNanos = busyNanos;
		return count;
	}

}
