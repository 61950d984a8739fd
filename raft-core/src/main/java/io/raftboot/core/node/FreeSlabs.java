package io.raftboot.core.node;

import java.util.ArrayDeque;

import org.jspecify.annotations.Nullable;

/**
 * Slabs of one size that nobody uses. One that comes back rests until some others have:
 * the processors that read it last still have it in their caches, from where it would
 * have to be fetched. Of those that have rested the latest goes first, so that few are
 * used in turn however many a rush has needed.
 */
final class FreeSlabs {

	private final int restingMax;

	private final ArrayDeque<Slab> resting = new ArrayDeque<>();

	private final ArrayDeque<Slab> rested = new ArrayDeque<>();

	FreeSlabs(int restingMax) {
		this.restingMax = restingMax;
	}

	void add(Slab slab) {
		this.resting.add(slab);
		if (this.resting.size() > this.restingMax) {
			this.rested.push(this.resting.remove());
		}
	}

	/** The best one to use, null if none has rested. */
	@Nullable Slab pollRested() {
		return this.rested.poll();
	}

	/** Any, null if there is none. */
	@Nullable Slab poll() {
		Slab slab = this.rested.poll();
		return (slab != null) ? slab : this.resting.poll();
	}

}
