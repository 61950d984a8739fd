package io.raftboot.core.node;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What a run of the applier has applied, until its callers are told. For the applier. */
final class AppliedRun {

	private final Applier.Listener listener;

	private final List<ApplyItem> items = new ArrayList<>();

	private final FreedRoom freed = new FreedRoom();

	private final Consumer<Proposal> free = this::free;

	private final Consumer<Proposal> answer = this::answer;

	AppliedRun(Applier.Listener listener) {
		this.listener = listener;
	}

	/** Adds an item that was applied up to this index, its first one at least. */
	void add(ApplyItem item, long reachedIndex) {
		item.reachedIndex = reachedIndex;
		this.items.add(item);
	}

	/** Tells who waits; who hears of a good end finds the room of all of them free. */
	void answer() {
		this.items.forEach((item) -> item.forEachReached(this.free));
		this.freed.giveBack();
		this.items.forEach((item) -> item.forEachReached(this.answer));
		this.items.clear();
	}

	/** Ends all calls that wait with this. */
	void failAll(RuntimeException failure) {
		this.items.forEach((item) -> item.forEachReached((proposal) -> proposal.completeExceptionally(failure)));
		this.items.clear();
	}

	private void free(Proposal proposal) {
		if (proposal.failure == null) {
			proposal.releaseInto(this.freed);
		}
	}

	private void answer(Proposal proposal) {
		if (proposal.failure instanceof SessionExpiredException && proposal.origin == null) {
			this.listener.attemptFailed(proposal, proposal.failure);
		}
		else {
			proposal.answer();
		}
	}

}
