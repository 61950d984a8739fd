package io.raftboot.core.node;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A piece of an {@link EntryArena}, filled from its beginning on. */
final class Slab {

	private static final byte OVERWRITTEN = (byte) 0xA5;

	private final byte[] memory;

	/** Position of its first byte in all that was taken from the arena. */
	private long start;

	private int used;

	Slab(int bytes) {
		this.memory = new byte[bytes];
	}

	int bytes() {
		return this.memory.length;
	}

	int room() {
		return this.memory.length - this.used;
	}

	/** Position behind what was taken last. */
	long end() {
		return this.start + this.used;
	}

	/** Begins anew, at this position. */
	void reset(long start) {
		this.start = start;
		this.used = 0;
	}

	ByteBuffer take(int bytes) {
		ByteBuffer taken = ByteBuffer.wrap(this.memory, this.used, bytes).slice().order(ByteOrder.LITTLE_ENDIAN);
		this.used += bytes;
		return taken;
	}

	/** Makes what lies between these positions no entries any more. */
	void overwrite(long from, long to) {
		int first = (int) (Math.max(from, this.start) - this.start);
		int end = (int) (Math.min(to, end()) - this.start);
		if (first < end) {
			Arrays.fill(this.memory, first, end, OVERWRITTEN);
		}
	}

}
