package io.raftboot.core.node;

import java.util.function.Consumer;

import io.raftboot.core.model.EntryBatch;
import org.jspecify.annotations.Nullable;

/**
 * Committed entries for the applier, in memory or to be read from the log; or a snapshot
 * that stands for all entries up to its index. Also the link of its queue.
 */
final class ApplyItem extends MpscQueue.Linked {

	final long firstIndex;

	final long lastIndex;

	/** Up to here it was applied, its first index at least; the applier's own. */
	long reachedIndex;

	/** The entries, null if the applier must read them. */
	final @Nullable EntryBatch batch;

	/** Who waits, by distance from {@link #firstIndex}; null when nobody does. */
	final Proposal @Nullable [] proposals;

	/** The snapshot, null for entries. */
	final @Nullable Installation installation;

	ApplyItem(Installation installation) {
		this.firstIndex = 1L;
		this.lastIndex = installation.index();
		this.batch = null;
		this.proposals = null;
		this.installation = installation;
	}

	ApplyItem(EntryBatch batch, Proposal @Nullable [] proposals) {
		this.firstIndex = batch.firstIndex();
		this.lastIndex = batch.lastIndex();
		this.batch = batch;
		this.proposals = proposals;
		this.installation = null;
	}

	ApplyItem(long firstIndex, long lastIndex, Proposal @Nullable [] proposals) {
		this.firstIndex = firstIndex;
		this.lastIndex = lastIndex;
		this.batch = null;
		this.proposals = proposals;
		this.installation = null;
	}

	/** Memory it holds until it is applied. */
	long bytes() {
		return (this.batch != null) ? this.batch.byteSize() : 0L;
	}

	void forEachProposal(Consumer<Proposal> action) {
		if (this.proposals != null) {
			for (Proposal proposal : this.proposals) {
				if (proposal != null) {
					action.accept(proposal);
				}
			}
		}
	}

	/** Tells who waits for an entry that was applied. */
	void forEachReached(Consumer<Proposal> action) {
		if (this.proposals != null) {
			int reached = (int) (this.reachedIndex - this.firstIndex) + 1;
			for (int i = 0; i < reached; i++) {
				Proposal proposal = this.proposals[i];
				if (proposal != null) {
					action.accept(proposal);
				}
			}
		}
	}

	@Nullable Proposal proposal(long index) {
		return (this.proposals != null) ? this.proposals[(int) (index - this.firstIndex)] : null;
	}

}
