package io.raftboot.core.transport.memory;

/**
 * What happens to messages on their way. Without reordering they arrive in the order they
 * were sent, however long each one takes.
 *
 * @param dropChance 0 to 1, of a message being lost
 * @param duplicateChance 0 to 1, of arriving twice; forwarded commands never do
 * @param reorderChance 0 to 1, of not waiting for those in front
 * @param delayMinNanos shortest time on the way
 * @param delayMaxNanos longest time on the way
 */
public record Faults(double dropChance, double duplicateChance, double reorderChance, long delayMinNanos,
		long delayMaxNanos) {

	/** A perfect network without delay. */
	public static final Faults NONE = new Faults(0, 0, 0, 0, 0);

	public Faults {
		if (delayMinNanos < 0 || delayMaxNanos < delayMinNanos) {
			throw new IllegalArgumentException("Delay from " + delayMinNanos + " to " + delayMaxNanos + " ns");
		}
	}

	public Faults drop(double chance) {
		return new Faults(chance, this.duplicateChance, this.reorderChance, this.delayMinNanos, this.delayMaxNanos);
	}

	public Faults duplicate(double chance) {
		return new Faults(this.dropChance, chance, this.reorderChance, this.delayMinNanos, this.delayMaxNanos);
	}

	public Faults reorder(double chance) {
		return new Faults(this.dropChance, this.duplicateChance, chance, this.delayMinNanos, this.delayMaxNanos);
	}

	public Faults delayNanos(long min, long max) {
		return new Faults(this.dropChance, this.duplicateChance, this.reorderChance, min, max);
	}

}
