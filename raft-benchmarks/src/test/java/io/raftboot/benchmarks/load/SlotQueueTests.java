package io.raftboot.benchmarks.load;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

class SlotQueueTests {

	@Test
	void returnsSlotsInTheirOrder() {
		SlotQueue queue = new SlotQueue(3);
		Slot[] slots = { new Slot(queue, 8), new Slot(queue, 8), new Slot(queue, 8) };
		for (int lap = 0; lap < 5; lap++) {
			for (Slot slot : slots) {
				queue.offer(slot);
			}
			for (Slot slot : slots) {
				assertThat(queue.poll()).isSameAs(slot);
			}
			assertThat(queue.poll()).isNull();
		}
	}

	@Test
	void waitsNoLongerThanAskedTo() {
		SlotQueue queue = new SlotQueue(1);
		assertThat(queue.poll(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(5))).isNull();
	}

	@Test
	@Timeout(10)
	void losesNoSlotAndNoWakeUpBetweenThreads() throws InterruptedException {
		SlotQueue queue = new SlotQueue(1);
		SlotQueue back = new SlotQueue(1);
		int laps = 50_000;
		Thread other = new Thread(() -> {
			for (int i = 0; i < laps; i++) {
				queue.offer(taken(back));
			}
		});
		other.setDaemon(true);
		other.start();
		back.offer(new Slot(queue, 8));
		for (int i = 0; i < laps; i++) {
			Slot slot = taken(queue);
			if (i < laps - 1) {
				back.offer(slot);
			}
		}
		other.join();
		assertThat(queue.poll()).isNull();
	}

	private static Slot taken(SlotQueue queue) {
		Slot slot = queue.poll(System.nanoTime() + TimeUnit.SECONDS.toNanos(60));
		assertThat(slot).isNotNull();
		return slot;
	}

}
