package io.raftboot.core.protocol;

import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.model.ConfigurationEntry;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryCursor;

/** Entries one by one behind a base, in memory or on the disk of a {@link CoreNode}. */
final class CoreLog {

	private final List<EntryBatch> entries = new ArrayList<>();

	private long baseIndex;

	private long baseTerm;

	long baseIndex() {
		return this.baseIndex;
	}

	long lastIndex() {
		return this.baseIndex + this.entries.size();
	}

	/** The entry at this index, which must be there. */
	EntryBatch get(long index) {
		return this.entries.get((int) (index - this.baseIndex) - 1);
	}

	boolean has(long index) {
		return index > this.baseIndex && index <= lastIndex();
	}

	/** Term of the entry at this index, 0 if not known. */
	long termOf(long index) {
		return (index == this.baseIndex) ? this.baseTerm : has(index) ? get(index).lastTerm() : 0;
	}

	EntryBatch range(long first, long last) {
		return EntryBatch
			.concat(this.entries.subList((int) (first - this.baseIndex) - 1, (int) (last - this.baseIndex)));
	}

	void append(EntryBatch batch) {
		if (batch.firstIndex() != lastIndex() + 1) {
			throw new AssertionError("Entry " + batch.firstIndex() + " follows entry " + lastIndex());
		}
		for (long index = batch.firstIndex(); index <= batch.lastIndex(); index++) {
			this.entries.add(batch.range(index, index));
		}
	}

	void truncateFrom(long index) {
		if (index <= lastIndex()) {
			this.entries.subList((int) (index - this.baseIndex) - 1, this.entries.size()).clear();
		}
	}

	void compactTo(long firstIndexToKeep) {
		if (firstIndexToKeep - 1 > this.baseIndex) {
			this.baseTerm = termOf(firstIndexToKeep - 1);
			this.entries.subList(0, (int) (firstIndexToKeep - 1 - this.baseIndex)).clear();
			this.baseIndex = firstIndexToKeep - 1;
		}
	}

	void reset(long index, long term) {
		this.entries.clear();
		this.baseIndex = index;
		this.baseTerm = term;
	}

	void setTo(CoreLog other) {
		reset(other.baseIndex, other.baseTerm);
		this.entries.addAll(other.entries);
	}

	TermIndex terms() {
		TermIndex terms = TermIndex.behind(this.baseIndex, this.baseTerm);
		for (EntryBatch entry : this.entries) {
			terms.append(entry.lastTerm(), entry.lastIndex());
		}
		return terms;
	}

	List<IndexedConfiguration> configurations() {
		List<IndexedConfiguration> found = new ArrayList<>();
		for (EntryBatch entry : this.entries) {
			addConfigurations(entry, found);
		}
		return found;
	}

	static void addConfigurations(EntryBatch batch, List<IndexedConfiguration> found) {
		EntryCursor cursor = batch.cursor();
		while (batch.hasConfiguration() && cursor.next()) {
			if (cursor.typeCode() == io.raftboot.core.model.EntryType.CONFIGURATION.code()) {
				found.add(new IndexedConfiguration(cursor.index(), ConfigurationEntry.decode(cursor.payload())));
			}
		}
	}

}
