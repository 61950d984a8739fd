package io.raftboot.core.log;

import java.util.List;

import io.raftboot.core.model.EntryBatch;

/**
 * What opening a log found: enough to start the protocol without reading entries again.
 *
 * @param firstIndex lowest index present, 1 if never compacted
 * @param previousTerm term of the entry in front of the first one, 0 if never compacted
 * @param lastIndex index of the last entry, {@code firstIndex - 1} when empty
 * @param runs runs of equal terms in ascending order, covering firstIndex..lastIndex
 * @param configurations the configuration entries, one per batch, in ascending order
 */
public record RecoveredLog(long firstIndex, long previousTerm, long lastIndex, List<TermRun> runs,
		List<EntryBatch> configurations) {

	public static final RecoveredLog EMPTY = new RecoveredLog(1L, 0L, 0L, List.of(), List.of());

	/**
	 * Consecutive entries of one term.
	 *
	 * @param term their term
	 * @param firstIndex index of the first of them
	 */
	public record TermRun(long term, long firstIndex) {
	}

}
