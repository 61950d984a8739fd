package io.raftboot.benchmarks.cluster;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The state machine of every engine under test, without an engine around it: counts
 * commands and keeps checksums, in a few nanoseconds and without allocating. Applied by
 * one thread, read by any once that thread rests.
 * <p>
 * A command starts with its 8-byte little-endian id; the rest is filling.
 */
public final class AppliedOperations {

	private final AtomicLong count = new AtomicLong();

	private long idSum;

	private long checksum;

	/** Applies a command, reading from position to limit without moving it. */
	public void apply(ByteBuffer command) {
		long id = command.getLong(command.position());
		if (command.order() == ByteOrder.BIG_ENDIAN) {
			id = Long.reverseBytes(id);
		}
		this.idSum += scatter(id);
		this.checksum = scatter(this.checksum + id) + command.remaining();
		// Publishes the sums too
		this.count.setRelease(this.count.getPlain() + 1);
	}

	/** Goes on from this state. */
	public void reset(AppliedState state) {
		this.idSum = state.idSum();
		this.checksum = state.checksum();
		this.count.setRelease(state.count());
	}

	/** The state; exact when nothing is being applied. */
	public AppliedState state() {
		long applied = this.count.getAcquire();
		return new AppliedState(applied, this.idSum, this.checksum);
	}

	/** Maps an id to 64 well mixed bits, so that sums of ids tell sets of ids apart. */
	public static long scatter(long id) {
		long mixed = (id ^ (id >>> 32)) * 0x9E3779B97F4A7C15L;
		mixed = (mixed ^ (mixed >>> 29)) * 0xBF58476D1CE4E5B9L;
		return mixed ^ (mixed >>> 32);
	}

}
