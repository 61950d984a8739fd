package io.raftboot.core.node;

import java.util.function.LongSupplier;

/**
 * Tells when it is worth waiting a moment for more commands. Callers that were answered
 * together come back one by one: the first of them would leave alone, and the others wait
 * until the disks have forced that. Loop only.
 */
final class Bursts {

	/** Fewer callers leave nobody waiting who would be worth it. */
	private static final int TAKEN_MIN = 4;

	/** Of more, enough come while the first are taken. */
	private static final int TAKEN_MAX = 256;

	/** A quicker disk is done soon after the moment. */
	static final long FORCE_NANOS_MIN = 200_000L;

	private final Inbox inbox;

	private final LongSupplier usualForceNanos;

	private int taken;

	/**
	 * Expects nobody yet.
	 * @param usualForceNanos how long a force of this node takes
	 */
	Bursts(Inbox inbox, LongSupplier usualForceNanos) {
		this.inbox = inbox;
		this.usualForceNanos = usualForceNanos;
	}

	/** That many commands were taken together. */
	void taken(int commands) {
		this.taken = commands;
	}

	/** Whether commands wait, and more are about to come. */
	boolean isMoreExpected() {
		return this.taken >= TAKEN_MIN && this.taken <= TAKEN_MAX && this.inbox.hasProposals()
				&& this.usualForceNanos.getAsLong() >= FORCE_NANOS_MIN;
	}

}
