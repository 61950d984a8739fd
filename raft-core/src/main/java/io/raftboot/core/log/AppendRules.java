package io.raftboot.core.log;

import java.util.List;

import io.raftboot.core.model.EntryBatch;

/**
 * What a log accepts. Checked before a byte is written, so that a mistake harms nothing.
 */
final class AppendRules {

	private static final int BYTES_MAX = Integer.MAX_VALUE - 2 * SegmentHeader.BYTES;

	private AppendRules() {
	}

	/**
	 * Checks that these batches may follow.
	 * @param termMax highest term that meta has stored
	 * @return bytes of all their entries
	 * @throws IllegalArgumentException if they may not
	 */
	static int check(List<EntryBatch> batches, long firstIndex, long lastIndex, TermRuns runs, long termMax) {
		if (batches.isEmpty()) {
			throw new IllegalArgumentException("No batch to append");
		}
		long expected = batches.get(0).firstIndex();
		if (expected < firstIndex || expected > lastIndex + 1) {
			throw new IllegalArgumentException(
					"Entries from " + expected + " on do not follow a log " + firstIndex + ".." + lastIndex);
		}
		long term = runs.termBefore(expected);
		long bytes = 0;
		for (int i = 0; i < batches.size(); i++) {
			EntryBatch batch = batches.get(i);
			if (batch.isEmpty() || batch.firstIndex() != expected) {
				throw new IllegalArgumentException("Batch " + batch + " where entry " + expected + " belongs");
			}
			if (batch.firstTerm() < term || batch.lastTerm() > termMax) {
				throw new IllegalArgumentException("Batch " + batch + " after term " + term
						+ ", while the highest term stored in meta is " + termMax);
			}
			term = batch.lastTerm();
			expected = batch.lastIndex() + 1;
			bytes += batch.byteSize();
		}
		if (bytes > BYTES_MAX) {
			throw new IllegalArgumentException("A frame of " + bytes + " bytes; at most " + BYTES_MAX + " fit");
		}
		return (int) bytes;
	}

}
