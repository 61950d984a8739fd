package io.raftboot.spring;

/**
 * An array that is used over and over, each thread's or its owner's. Who has taken it has
 * it alone, also when the same thread asks once more; who does not give it back costs a
 * new one. For one thread at a time.
 */
final class ScratchBytes {

	private static final int BYTES_MIN = 1 << 9;

	private static final int KEPT_BYTES_MAX = 1 << 16;

	/**
	 * Types of the JDK alone, so that no class loader is kept by the threads of others.
	 */
	private static final ThreadLocal<byte[][]> FREE = ThreadLocal.withInitial(() -> new byte[1][]);

	private final byte[][] free;

	private ScratchBytes(byte[][] free) {
		this.free = free;
	}

	/** The one of the calling thread. */
	static ScratchBytes ofThread() {
		return new ScratchBytes(FREE.get());
	}

	/** One that its maker keeps to himself. */
	static ScratchBytes ofOwner() {
		return new ScratchBytes(new byte[1][]);
	}

	/** An array of at least so many bytes, with whatever was in it before. */
	byte[] take(int bytes) {
		byte[] taken = this.free[0];
		this.free[0] = null;
		return (taken != null && taken.length >= bytes) ? taken : new byte[Math.max(bytes, BYTES_MIN)];
	}

	/** Gives it back; large ones are not kept. */
	void giveBack(byte[] taken) {
		if (taken.length <= KEPT_BYTES_MAX) {
			this.free[0] = taken;
		}
	}

}
