package io.raftboot.core.log;

import java.util.List;

import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryBatchBuilder;
import io.raftboot.core.model.EntryCursor;
import io.raftboot.core.model.EntryType;

/** Picks the configuration entries out of a log. */
final class Configurations {

	private Configurations() {
	}

	/**
	 * Drops those that a batch overrides and adds copies of its own, one per batch, which
	 * keep nothing else in memory.
	 */
	static void addTo(List<EntryBatch> configurations, EntryBatch batch) {
		while (!configurations.isEmpty()
				&& configurations.get(configurations.size() - 1).firstIndex() >= batch.firstIndex()) {
			configurations.remove(configurations.size() - 1);
		}
		if (!batch.hasConfiguration()) {
			return;
		}
		EntryCursor cursor = batch.cursor();
		while (cursor.next()) {
			if (cursor.typeCode() == EntryType.CONFIGURATION.code()) {
				configurations.add(EntryBatchBuilder.single(cursor.index(), cursor.term(), EntryType.CONFIGURATION,
						cursor.payload()));
			}
		}
	}

}
