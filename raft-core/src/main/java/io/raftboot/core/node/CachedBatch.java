package io.raftboot.core.node;

import java.util.Arrays;
import java.util.function.Consumer;

import io.raftboot.core.model.EntryBatch;
import org.jspecify.annotations.Nullable;

/**
 * Recent entries in memory, with the callers that wait for them.
 *
 * @param batch the entries
 * @param proposals who waits, one slot per entry, a slot null where nobody of this node
 * waits; null when nobody waits at all
 * @param memoryEnd {@link EntryArena#position} when they came
 */
record CachedBatch(EntryBatch batch, Proposal @Nullable [] proposals, long memoryEnd) {

	/** Tells who waits for an entry of this batch from this index on. */
	void forEachProposal(long firstIndex, Consumer<Proposal> action) {
		if (this.proposals == null) {
			return;
		}
		for (long index = Math.max(firstIndex, this.batch.firstIndex()); index <= this.batch.lastIndex(); index++) {
			Proposal proposal = this.proposals[(int) (index - this.batch.firstIndex())];
			if (proposal != null) {
				action.accept(proposal);
			}
		}
	}

	/** Who waits for the entries of this range. */
	Proposal @Nullable [] proposals(long firstIndex, long lastIndex) {
		if (this.proposals == null || (firstIndex == this.batch.firstIndex() && lastIndex == this.batch.lastIndex())) {
			return this.proposals;
		}
		int from = (int) (firstIndex - this.batch.firstIndex());
		return Arrays.copyOfRange(this.proposals, from, from + (int) (lastIndex - firstIndex) + 1);
	}

}
