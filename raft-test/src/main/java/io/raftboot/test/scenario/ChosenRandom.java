package io.raftboot.test.scenario;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * What a core takes for chance: the random part of its election timeout is the one the
 * script wants, unless it wants a random one.
 */
final class ChosenRandom implements RandomGenerator {

	private final SplittableRandom random;

	/** Part of the bound that is drawn, negative for a random one. */
	private double part;

	ChosenRandom(long seed, double part) {
		this.random = new SplittableRandom(seed);
		this.part = part;
	}

	void choose(double part) {
		this.part = part;
	}

	@Override
	public int nextInt(int bound) {
		return (this.part >= 0) ? (int) Math.min(bound - 1L, Math.round(this.part * bound))
				: this.random.nextInt(bound);
	}

	@Override
	public long nextLong() {
		return this.random.nextLong();
	}

}
