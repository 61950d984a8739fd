package io.raftboot.core.node;

import org.jspecify.annotations.Nullable;

/**
 * Ends every call that still waits when a node stops or fails: none is ever left hanging.
 * After all of the node's threads but the loop's have ended.
 */
final class CallEndings {

	private final NodeParts parts;

	private final String why;

	CallEndings(NodeParts parts, @Nullable String failure) {
		this.parts = parts;
		this.why = (failure != null) ? "The node has failed: " + failure : "The node is stopped";
	}

	/**
	 * Ends all.
	 * @param applierEnded whether the applier is at rest; if not, it holds calls that
	 * only it can end
	 */
	void endAll(boolean applierEnded) {
		RaftStoppedException notAppended = new RaftStoppedException(this.why);
		OutcomeUnknownException unknown = new OutcomeUnknownException(this.why);
		this.parts.retries.close(this.parts.completions, notAppended);
		this.parts.session.failAll(this.parts.completions, notAppended);
		endInbox(notAppended);
		this.parts.proposer.failAll(notAppended);
		this.parts.processHooks.failAll(notAppended);
		this.parts.cache.forEachProposal(1L, (proposal) -> this.parts.completions.fail(proposal, unknown));
		this.parts.forwarded.failAll(unknown);
		this.parts.administration.desk().failAll(unknown);
		this.parts.reads.failAll(notAppended);
		this.parts.statuses.failAll(notAppended);
		this.parts.snapshots.failDemands(notAppended);
		this.parts.restoration.failAll(notAppended);
		this.parts.handOver.forEachHandedOut((proposal) -> this.parts.completions.fail(proposal, unknown));
		if (applierEnded) {
			this.parts.applier.failWaiting(unknown, notAppended);
		}
	}

	/** Whatever was offered and not looked at, also while this goes on. */
	private void endInbox(RaftStoppedException notAppended) {
		do {
			this.parts.inbox.drainProposals((proposal) -> this.parts.completions.fail(proposal, notAppended));
			this.parts.inbox.drainReads(Integer.MAX_VALUE, (read) -> this.parts.completions.fail(read, notAppended));
			for (Inbox.LoopTask t = this.parts.inbox.pollTask(); t != null; t = this.parts.inbox.pollTask()) {
				if (t.call() != null) {
					this.parts.completions.fail(t.call(), (t.failure() != null) ? t.failure() : notAppended);
				}
			}
		}
		while (!this.parts.inbox.isDrained());
	}

}
