package io.raftboot.core.node;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Reads that wait for the same index and go on together. The loop's until it is handed to
 * the applier, whose link it is then.
 */
final class ReadGroup extends MpscQueue.Linked {

	final CallChain<ReadRequest> requests = new CallChain<>();

	/** Number of the question to the protocol. */
	long readId;

	/** Index that must be applied, once it is known. */
	long index;

	/** What the applier comes to next; its own. */
	private @Nullable ReadRequest next;

	private volatile boolean answered;

	/** Ready for the applier: nothing is added any more. */
	ReadGroup ready() {
		this.next = this.requests.first();
		return this;
	}

	/** Whether the applier has come to its end; for any thread. */
	boolean isAnswered() {
		return this.answered;
	}

	/** Whether nobody waits any more; for any thread. */
	boolean isOver() {
		for (ReadRequest request = this.requests.first(); request != null; request = this.requests.after(request)) {
			if (!request.isDone()) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Answers some, but no more than so many; on the applier.
	 * @return how many
	 */
	int answer(int max, long appliedIndex, FreedRoom freed) {
		free(max, freed);
		int count = 0;
		ReadRequest request = this.next;
		while (request != null && count < max) {
			ReadRequest current = request;
			request = this.requests.after(current);
			count++;
			current.runQuery(appliedIndex);
		}
		this.next = request;
		this.answered = request == null;
		return count;
	}

	/** Those without a query of their own have ended. */
	private void free(int max, FreedRoom freed) {
		int count = 0;
		for (ReadRequest request = this.next; request != null && count < max; request = this.requests.after(request)) {
			count++;
			if (request.query == null) {
				request.releaseInto(freed);
			}
		}
		freed.giveBack();
	}

	/** Tells those who wait still; in any state, and on the thread that owns it. */
	void forEachWaiting(Consumer<ReadRequest> action) {
		for (ReadRequest request = this.requests.first(); request != null; request = this.requests.after(request)) {
			if (!request.isDone()) {
				action.accept(request);
			}
		}
	}

}
