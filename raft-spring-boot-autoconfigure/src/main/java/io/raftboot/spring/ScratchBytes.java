package io.raftboot.spring;

/**
 * An array that is used over and over, each thread's or its owner's. Who has taken it has
 * it alone, also when the same thread asks once more; who does not give it back costs a
 * new one. For one thread at a time.
 */
final class ScratchBytes {

	private static final int BYTES_MIN = 1 << 9;

	private static final int KEPT_BYTES_MAX = 1 << 16;

	private static final byte TAKEN = 1;

	/**
	 * Types of the JDK alone, so that no class loader is kept by the threads of others.
	 */
	private static final ThreadLocal<byte[][]> KEPT = ThreadLocal.withInitial(ScratchBytes::nothing);

	/**
	 * The array, and whether it is taken. A flag, since the collector keeps notes of
	 * references.
	 */
	private final byte[][] kept;

	private ScratchBytes(byte[][] kept) {
		this.kept = kept;
	}

	private static byte[][] nothing() {
		return new byte[][] { new byte[BYTES_MIN], new byte[1] };
	}

	/** The one of the calling thread. */
	static ScratchBytes ofThread() {
		return new ScratchBytes(KEPT.get());
	}

	/** One that its maker keeps to himself. */
	static ScratchBytes ofOwner() {
		return new ScratchBytes(nothing());
	}

	/** An array of at least so many bytes, with whatever was in it before. */
	byte[] take(int bytes) {
		if (this.kept[1][0] == TAKEN || this.kept[0].length < bytes) {
			return new byte[Math.max(bytes, BYTES_MIN)];
		}
		this.kept[1][0] = TAKEN;
		return this.kept[0];
	}

	/** Gives it back; large ones are not kept. */
	void giveBack(byte[] taken) {
		if (taken.length <= KEPT_BYTES_MAX) {
			if (this.kept[0] != taken) {
				this.kept[0] = taken;
			}
			this.kept[1][0] = 0;
		}
	}

}
