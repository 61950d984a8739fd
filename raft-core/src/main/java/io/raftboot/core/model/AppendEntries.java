package io.raftboot.core.model;

/**
 * Replicates entries (Raft §5.3). The protocol names the range, the driver attaches the
 * bytes.
 *
 * @param from the leader
 * @param term its term
 * @param previousIndex index in front of the entries
 * @param previousTerm term of the entry there
 * @param commitIndex the leader's commit index
 * @param round number of the leader's current quorum round, sent back in the answer
 * @param voteRefusalMillis how long the receiver must refuse votes after this, for the
 * leader's lease
 * @param entries the entries, possibly none
 */
public record AppendEntries(NodeId from, long term, long previousIndex, long previousTerm, long commitIndex, long round,
		int voteRefusalMillis, EntryBatch entries) implements Message.Protocol {

	public AppendEntries withEntries(EntryBatch entries) {
		return new AppendEntries(this.from, this.term, this.previousIndex, this.previousTerm, this.commitIndex,
				this.round, this.voteRefusalMillis, entries);
	}

	@Override
	public void deliverTo(MessageHandler handler, long nowNanos) {
		handler.onAppendEntries(this, nowNanos);
	}
}
