package io.raftboot.benchmarks.load;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Completed slots on their way from the engine's threads to the driver: a ring without
 * locks and without allocation. It cannot be full, for there are never more slots than
 * places.
 */
final class SlotQueue {

	private final AtomicReferenceArray<@Nullable Slot> ring;

	private final int mask;

	private final AtomicLong tail = new AtomicLong();

	private volatile @Nullable Thread waiting;

	private long head;

	SlotQueue(int slots) {
		int places = Integer.highestOneBit(Math.max(1, slots - 1)) * 2;
		this.ring = new AtomicReferenceArray<>(places);
		this.mask = places - 1;
	}

	/** For any thread. Wakes the driver once, not for each slot until it runs. */
	void offer(Slot slot) {
		this.ring.set((int) this.tail.getAndIncrement() & this.mask, slot);
		Thread driver = this.waiting;
		if (driver != null) {
			this.waiting = null;
			LockSupport.unpark(driver);
		}
	}

	/** The next completed slot, null if there is none. For the driver. */
	@Nullable Slot poll() {
		int place = (int) this.head & this.mask;
		Slot slot = this.ring.get(place);
		if (slot != null) {
			this.ring.setRelease(place, null);
			this.head++;
		}
		return slot;
	}

	/** As {@link #poll}, but parks until there is one or the deadline has passed. */
	@Nullable Slot poll(long deadlineNanos) {
		Slot slot = poll();
		while (slot == null) {
			long remainingNanos = deadlineNanos - System.nanoTime();
			if (remainingNanos <= 0) {
				return null;
			}
			this.waiting = Thread.currentThread();
			slot = poll();
			if (slot == null) {
				LockSupport.parkNanos(this, remainingNanos);
				slot = poll();
			}
			this.waiting = null;
		}
		return slot;
	}

}
