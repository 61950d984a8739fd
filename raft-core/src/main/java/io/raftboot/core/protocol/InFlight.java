package io.raftboot.core.protocol;

/** The unanswered messages with entries to one peer: last index and bytes of each. */
final class InFlight {

	private final LongPairQueue messages = new LongPairQueue();

	private long bytes;

	void sent(long lastIndex, long bytes) {
		this.messages.add(lastIndex, bytes);
		this.bytes += bytes;
	}

	/** Forgets the messages that reach no further than this. */
	void acknowledged(long matchIndex) {
		while (!this.messages.isEmpty() && this.messages.firstKey() <= matchIndex) {
			this.bytes -= this.messages.firstValue();
			this.messages.removeFirst();
		}
	}

	void clear() {
		this.messages.clear();
		this.bytes = 0;
	}

	boolean isEmpty() {
		return this.messages.isEmpty();
	}

	int size() {
		return this.messages.size();
	}

	boolean isFull(int messagesMax, long bytesMax) {
		return this.messages.size() >= messagesMax || this.bytes >= bytesMax;
	}

}
