package io.raftboot.core.node;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Room for commands: refused at once, or waited for. */
@Timeout(60)
class PendingLimitsTests {

	private static final long MINUTE = Duration.ofMinutes(1).toNanos();

	private final PendingLimits limits = new PendingLimits("commands", 2, 100);

	@Test
	void aFullNodeRefusesAtOnceAndKeepsItsCount() {
		this.limits.acquire(10);
		this.limits.acquire(10);
		assertThatExceptionOfType(RaftBusyException.class).isThrownBy(() -> this.limits.acquire(1))
			.withMessageContaining("2 commands");
		assertThat(this.limits.proposals()).isEqualTo(2);
		assertThat(this.limits.bytes()).isEqualTo(20);
		this.limits.release(10);
		assertThatExceptionOfType(RaftBusyException.class).isThrownBy(() -> this.limits.acquire(91))
			.withMessageContaining("100 bytes");
		this.limits.acquire(90);
	}

	@Test
	void oneThatIsLargerThanAllRoomIsTakenAlone() {
		this.limits.acquire(1000);
		assertThatExceptionOfType(RaftBusyException.class).isThrownBy(() -> this.limits.acquire(1));
	}

	@Test
	void whoWaitsGetsTheRoomThatBecomesFree() throws Exception {
		this.limits.acquire(10);
		this.limits.acquire(10);
		FutureTask<Void> first = waiter();
		FutureTask<Void> second = waiter();
		this.limits.release(10);
		this.limits.release(10);
		first.get();
		second.get();
		assertThat(this.limits.proposals()).isEqualTo(2);
	}

	@Test
	void whoWaitsInVainIsTold() {
		this.limits.acquire(10);
		this.limits.acquire(10);
		assertThatExceptionOfType(RaftBusyException.class).isThrownBy(() -> this.limits.acquire(1, 1_000_000L));
		assertThat(this.limits.proposals()).isEqualTo(2);
	}

	@Test
	void whoIsInterruptedHoldsNoRoom() {
		this.limits.acquire(10);
		this.limits.acquire(10);
		FutureTask<Void> waiter = new FutureTask<>(() -> {
			Thread.currentThread().interrupt();
			try {
				this.limits.acquire(1, MINUTE);
			}
			finally {
				assertThat(Thread.currentThread().isInterrupted()).isTrue();
			}
		}, null);
		new Thread(waiter).start();
		assertThatThrownBy(waiter::get).hasCauseInstanceOf(RaftBusyException.class).hasMessageContaining("nterrupted");
		assertThat(this.limits.proposals()).isEqualTo(2);
	}

	/** Each takes a place for a moment, and more want one than there are. */
	@Test
	void noFreePlaceIsMissedByWhoWaits() {
		CompletableFuture<?>[] all = new CompletableFuture<?>[8];
		for (int i = 0; i < all.length; i++) {
			all[i] = CompletableFuture.runAsync(() -> {
				for (int turn = 0; turn < 2_000; turn++) {
					this.limits.acquire(10, MINUTE);
					this.limits.release(10);
				}
			}, (task) -> new Thread(task).start());
		}
		CompletableFuture.allOf(all).join();
		assertThat(this.limits.proposals()).isZero();
		assertThat(this.limits.bytes()).isZero();
	}

	private FutureTask<Void> waiter() {
		FutureTask<Void> waiter = new FutureTask<>(() -> this.limits.acquire(1, MINUTE), null);
		Thread thread = new Thread(waiter);
		thread.start();
		while (thread.getState() != Thread.State.TIMED_WAITING) {
			Thread.onSpinWait();
		}
		return waiter;
	}

}
