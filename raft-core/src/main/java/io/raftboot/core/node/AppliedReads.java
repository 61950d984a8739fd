package io.raftboot.core.node;

import org.jspecify.annotations.Nullable;

/**
 * Reads whose index is applied, on their way through the applier. Offered by the loop;
 * the rest is for the applier.
 */
final class AppliedReads {

	/** Commits get their turn after so many queries. */
	private static final int RUN_QUERIES_MAX = 1024;

	private final MpscQueue<ReadGroup> groups = new MpscQueue<>();

	private final FreedRoom freed = new FreedRoom();

	/** Those that are being answered. */
	private @Nullable ReadGroup current;

	void offer(ReadGroup group) {
		this.groups.offer(group);
	}

	/** Answers some; returns how many. */
	int answer(long appliedIndex) {
		int count = 0;
		while (count < RUN_QUERIES_MAX) {
			ReadGroup group = (this.current != null) ? this.current : this.groups.poll();
			if (group == null) {
				break;
			}
			this.current = group;
			count += group.answer(RUN_QUERIES_MAX - count, appliedIndex, this.freed);
			if (group.isAnswered()) {
				this.current = null;
			}
		}
		return count;
	}

	/** Ends all that wait here. */
	void failAll(RuntimeException failure) {
		if (this.current != null) {
			failAll(this.current, failure);
		}
		this.groups.drain(Integer.MAX_VALUE, (group) -> failAll(group, failure));
	}

	private static void failAll(ReadGroup group, RuntimeException failure) {
		group.forEachWaiting((request) -> request.completeExceptionally(failure));
	}

}
