package io.raftboot.core.protocol;

import io.raftboot.core.model.ConfigurationEntry;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryCursor;
import io.raftboot.core.model.EntryType;
import io.raftboot.core.model.SnapshotMeta;

/**
 * The log as the protocol sees it: terms, what is durable, what is committed, which
 * configuration is in effect. It never holds an entry.
 */
final class ReplicatedLog {

	private final TermIndex terms;

	private final PersistTracker writes;

	private final MembershipTracker membership;

	private final Output output;

	private final EntryCursor cursor = new EntryCursor();

	private long commitIndex;

	private long snapshotIndex;

	private long verifiedTerm;

	private long verifiedIndex;

	ReplicatedLog(InitialState state, PersistTracker writes, MembershipTracker membership, Output output) {
		this.terms = state.log();
		if (state.snapshot() != null) {
			this.snapshotIndex = state.snapshot().index();
			this.commitIndex = this.snapshotIndex;
		}
		Invariant.check(this.terms.baseIndex() <= this.commitIndex && this.commitIndex <= this.terms.lastIndex(),
				"A log begins at its snapshot or before, and reaches it", this.terms.baseIndex(), this.commitIndex);
		this.writes = writes;
		this.membership = membership;
		this.output = output;
	}

	boolean isEmpty() {
		return lastIndex() == 0;
	}

	long lastIndex() {
		return this.terms.lastIndex();
	}

	long lastTerm() {
		return this.terms.lastTerm();
	}

	long termOf(long index) {
		return this.terms.termOf(index);
	}

	long commitIndex() {
		return this.commitIndex;
	}

	/**
	 * Index of the entry in front of the first one; its term is known, lower ones are
	 * not.
	 */
	long baseIndex() {
		return this.terms.baseIndex();
	}

	/** Index of the newest snapshot of this node, 0 if it has none. */
	long snapshotIndex() {
		return this.snapshotIndex;
	}

	/**
	 * Raft §5.3: whether the entry at this index has this term. What a snapshot took the
	 * place of is committed, so every leader has the same there.
	 */
	boolean matches(long term, long index) {
		return index < baseIndex() || (index <= lastIndex() && termOf(index) == term);
	}

	/**
	 * Raft §5.4.1: whether a log that ends so is at least as up-to-date as this one: the
	 * later last term wins, then the longer log.
	 */
	boolean isUpToDate(long lastTerm, long lastIndex) {
		return lastTerm > lastTerm() || (lastTerm == lastTerm() && lastIndex >= lastIndex());
	}

	/** Where to look next when the entry at {@code index} does not have this term. */
	long lastIndexWithTermAtMost(long term, long index) {
		return this.terms.lastIndexWithTermAtMost(term, index);
	}

	/** Appends entries behind the last one. */
	void append(EntryBatch batch, long nowNanos) {
		Invariant.check(batch.firstIndex() == lastIndex() + 1, "Entries are appended without gap", batch.firstIndex(),
				lastIndex());
		if (batch.firstTerm() == batch.lastTerm()) {
			this.terms.append(batch.lastTerm(), batch.lastIndex());
		}
		else {
			appendTerms(batch);
		}
		this.output.append(this.writes.appending(batch.lastIndex(), batch.byteSize(), nowNanos), batch);
		if (batch.hasConfiguration()) {
			appendConfigurations(batch);
		}
	}

	/**
	 * Raft §5.3, figure 2 (AppendEntries 3 and 4): entries that are already here stay
	 * untouched, a conflict deletes itself and all that follow, what is new is appended.
	 * The entry in front of the batch must match.
	 */
	void appendOrOverwrite(EntryBatch batch, long nowNanos) {
		long first = firstMissing(batch);
		if (first > batch.lastIndex()) {
			return;
		}
		if (first <= lastIndex()) {
			truncateFrom(first);
		}
		append(batch.from(first), nowNanos);
	}

	/** Up to this index the log agrees with that of the leader of this term. */
	void verified(long term, long index) {
		this.verifiedIndex = (term == this.verifiedTerm) ? Math.max(this.verifiedIndex, index) : index;
		this.verifiedTerm = term;
	}

	/**
	 * Commits what the leader of this term has committed, as far as the log is known to
	 * agree with the leader's: what lies beyond may still be overwritten.
	 */
	void commitVerified(long term, long leaderCommit) {
		if (term == this.verifiedTerm) {
			commitTo(Math.min(leaderCommit, this.verifiedIndex));
		}
	}

	/** Raises the commit index to this one, unless it is there already. */
	void commitTo(long index) {
		if (index <= this.commitIndex) {
			return;
		}
		Invariant.check(index <= lastIndex(), "Only entries of the log are committed", index, lastIndex());
		this.commitIndex = index;
		this.output.commit(index);
	}

	/**
	 * Takes what a leader's snapshot says (Raft §7, InstallSnapshot 6 and 7): what is
	 * committed here already stays, a log that has the snapshot's last entry is right up
	 * to there, any other is replaced.
	 */
	void install(SnapshotMeta snapshot, long nowNanos) {
		long index = snapshot.index();
		if (index <= this.commitIndex) {
			return;
		}
		if (index <= lastIndex() && termOf(index) == snapshot.term()) {
			commitTo(index);
			return;
		}
		this.terms.reset(index, snapshot.term());
		this.commitIndex = index;
		this.snapshotIndex = index;
		this.output.installSnapshot(this.writes.installing(index, nowNanos), snapshot);
		this.membership.reset(snapshot.membershipIndex(), snapshot.configuration());
	}

	/** What a snapshot of the state behind this committed entry stands for. */
	SnapshotMeta snapshotMeta(long index) {
		Invariant.check(index >= baseIndex() && index <= this.commitIndex, "Snapshots are of committed entries", index,
				this.commitIndex);
		IndexedConfiguration configuration = this.membership.at(index);
		return new SnapshotMeta(index, termOf(index), configuration.index(), configuration.entry());
	}

	/** The entries below this index are gone, covered by a snapshot. */
	void compact(SnapshotMeta snapshot, long firstIndexToKeep) {
		Invariant.check(firstIndexToKeep <= snapshot.index() + 1 && snapshot.index() <= this.commitIndex,
				"Only what a snapshot covers is let go", firstIndexToKeep, snapshot.index());
		this.snapshotIndex = Math.max(this.snapshotIndex, snapshot.index());
		this.terms.compactTo(firstIndexToKeep);
		this.membership.compactTo(snapshot.index());
	}

	private void truncateFrom(long index) {
		Invariant.check(index > this.commitIndex, "Committed entries are never truncated", index, this.commitIndex);
		this.terms.truncateFrom(index);
		this.writes.truncateFrom(index);
		this.output.truncateFrom(index);
		this.membership.truncateFrom(index);
	}

	/** The first entry of the batch that is not in this log; behind it if all are. */
	private long firstMissing(EntryBatch batch) {
		if (batch.firstIndex() > lastIndex()) {
			return batch.firstIndex();
		}
		this.cursor.reset(batch);
		while (this.cursor.next()) {
			if (!matches(this.cursor.term(), this.cursor.index())) {
				return this.cursor.index();
			}
		}
		return batch.lastIndex() + 1;
	}

	private void appendTerms(EntryBatch batch) {
		this.cursor.reset(batch);
		while (this.cursor.next()) {
			this.terms.append(this.cursor.term(), this.cursor.index());
		}
	}

	private void appendConfigurations(EntryBatch batch) {
		this.cursor.reset(batch);
		while (this.cursor.next()) {
			if (this.cursor.typeCode() == EntryType.CONFIGURATION.code()) {
				this.membership.append(this.cursor.index(), ConfigurationEntry.decode(this.cursor.payload()));
			}
		}
	}

}
