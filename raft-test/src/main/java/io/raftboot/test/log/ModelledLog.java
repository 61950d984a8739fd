package io.raftboot.test.log;

import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.log.LogStore;
import io.raftboot.core.log.RecoveredLog;
import io.raftboot.core.log.Storage;

import static org.assertj.core.api.Assertions.assertThat;

/** A log together with the terms it should hold, those of entries that went included. */
final class ModelledLog {

	/** Term of each entry, that of entry 1 first; 0 where nobody knows it. */
	private final List<Long> terms = new ArrayList<>();

	private Storage storage;

	/** Lowest index up to which entries must still be there. */
	private long firstIndexMin = 1;

	ModelledLog(Storage storage) {
		this.storage = storage;
	}

	/** A model of what a storage holds. */
	static ModelledLog of(Storage storage) throws Exception {
		ModelledLog log = new ModelledLog(storage);
		long first = storage.log().firstIndex();
		if (first > 1) {
			log.wasReset(storage.log().recovered().previousTerm(), first - 1);
		}
		log.terms.addAll(TestEntries.terms(storage.log()));
		return log;
	}

	Storage storage() {
		return this.storage;
	}

	LogStore log() {
		return this.storage.log();
	}

	long lastIndex() {
		return this.terms.size();
	}

	long termOf(long index) {
		return (index == 0) ? 0 : this.terms.get((int) index - 1);
	}

	/** Goes on with this storage, which should hold the same. */
	void reopened(Storage storage) {
		this.storage = storage;
	}

	void write(long term, long firstIndex, int count, int payloadBytes) throws Exception {
		TestEntries.write(this.storage, TestEntries.commands(term, firstIndex, count, payloadBytes));
		this.terms.subList((int) firstIndex - 1, this.terms.size()).clear();
		for (int i = 0; i < count; i++) {
			this.terms.add(term);
		}
	}

	/** Entries of four frames and 4000 bytes each, far more than a segment. */
	void fill(long term, int frames) throws Exception {
		for (int i = 0; i < frames; i++) {
			write(term, lastIndex() + 1, 4, 4000);
		}
	}

	/** Notes a snapshot of the log at this index. */
	void snapshot(long index) throws Exception {
		TestEntries.snapshot(this.storage, termOf(index), index);
	}

	void compact(long firstIndexToKeep) throws Exception {
		log().compact(firstIndexToKeep);
	}

	/** Notes a snapshot from elsewhere and begins anew behind it. */
	void reset(long term, long index) throws Exception {
		TestEntries.snapshot(this.storage, term, index);
		log().reset(index, term);
		wasReset(term, index);
	}

	void wasReset(long term, long index) {
		this.terms.clear();
		for (long i = 1; i < index; i++) {
			this.terms.add(0L);
		}
		this.terms.add(term);
		this.firstIndexMin = index + 1;
	}

	/** Compares what can be read, and what a new start would find. */
	void assertHolds() throws Exception {
		long first = log().firstIndex();
		assertThat(first).isGreaterThanOrEqualTo(this.firstIndexMin);
		assertThat(log().lastIndex()).isEqualTo(lastIndex());
		assertThat(TestEntries.terms(log())).isEqualTo(this.terms.subList((int) first - 1, this.terms.size()));
	}

	/** After {@link #reopened}: compares what was recovered. */
	void assertRecovered() throws Exception {
		assertHolds();
		RecoveredLog recovered = log().recovered();
		long first = recovered.firstIndex();
		assertThat(first).isEqualTo(log().firstIndex());
		assertThat(recovered.lastIndex()).isEqualTo(lastIndex());
		assertThat(recovered.previousTerm()).isEqualTo(termOf(first - 1));
		assertThat(terms(recovered)).isEqualTo(this.terms.subList((int) first - 1, this.terms.size()));
	}

	private static List<Long> terms(RecoveredLog recovered) {
		List<Long> terms = new ArrayList<>();
		for (int i = 0; i < recovered.runs().size(); i++) {
			assertThat(recovered.firstIndex() + terms.size()).isEqualTo(recovered.runs().get(i).firstIndex());
			long end = (i + 1 < recovered.runs().size()) ? recovered.runs().get(i + 1).firstIndex()
					: recovered.lastIndex() + 1;
			while (recovered.firstIndex() + terms.size() < end) {
				terms.add(recovered.runs().get(i).term());
			}
		}
		return terms;
	}

}
