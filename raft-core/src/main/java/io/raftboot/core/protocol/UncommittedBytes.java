package io.raftboot.core.protocol;

/**
 * Bytes of a leader's own proposals that wait for their commit. Counts from the start of
 * its term: entries of earlier terms are not its own.
 */
final class UncommittedBytes {

	/** Proposals: last index and bytes. */
	private final LongPairQueue proposals = new LongPairQueue();

	private final long bytesMax;

	private long bytes;

	UncommittedBytes(long bytesMax) {
		this.bytesMax = bytesMax;
	}

	/** Whether so much more is allowed; alone, anything is. */
	boolean fits(long more) {
		return this.bytes == 0 || this.bytes + more <= this.bytesMax;
	}

	void proposed(long lastIndex, long bytes) {
		this.proposals.add(lastIndex, bytes);
		this.bytes += bytes;
	}

	void committed(long index) {
		while (!this.proposals.isEmpty() && this.proposals.firstKey() <= index) {
			this.bytes -= this.proposals.firstValue();
			this.proposals.removeFirst();
		}
	}

	long bytes() {
		return this.bytes;
	}

}
