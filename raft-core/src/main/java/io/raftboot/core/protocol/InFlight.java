package io.raftboot.core.protocol;

/** The unanswered messages with entries to one peer: last index and bytes of each. */
final class InFlight {

	private final LongPairQueue messages = new LongPairQueue();

	private final LargestWait largest = new LargestWait();

	private long bytes;

	void sent(long lastIndex, long bytes) {
		this.messages.add(lastIndex, bytes);
		this.bytes += bytes;
		this.largest.add(bytes);
	}

	/** Forgets the messages that reach no further than this. */
	void acknowledged(long matchIndex) {
		while (!this.messages.isEmpty() && this.messages.firstKey() <= matchIndex) {
			this.bytes -= this.messages.firstValue();
			this.messages.removeFirst();
		}
		if (this.messages.isEmpty()) {
			this.largest.clear();
		}
	}

	void clear() {
		this.messages.clear();
		this.largest.clear();
		this.bytes = 0;
	}

	boolean isEmpty() {
		return this.messages.isEmpty();
	}

	int size() {
		return this.messages.size();
	}

	/** How much longer than usual an answer may take. */
	long extraNanos() {
		return this.largest.extraNanos();
	}

	boolean isFull(int messagesMax, long bytesMax) {
		return this.messages.size() >= messagesMax || this.bytes >= bytesMax;
	}

}
