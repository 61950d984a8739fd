package io.raftboot.core.log;

import java.io.IOException;

import io.raftboot.core.model.EntryBatch;

/**
 * Reads entries while the writer appends, for any thread. Only frames the
 * {@link FrameIndex} knows are looked at. If entries were taken out of it meanwhile, by
 * an override or because a snapshot covers them, all is read again: what was found may be
 * half old and half new, and a file may be gone.
 */
final class LogReader {

	private final FrameIndex index;

	private final SegmentReaders files;

	LogReader(FrameIndex index, SegmentReaders files) {
		this.index = index;
		this.files = files;
	}

	EntryBatch read(long firstIndex, long lastIndex, int bytesMax) throws IOException {
		while (true) {
			long removals = this.index.removals();
			try {
				EntryBatch batch = readOnce(firstIndex, lastIndex, bytesMax);
				if (removals == this.index.removals()) {
					return batch;
				}
			}
			catch (IOException | IndexOutOfBoundsException ex) {
				if (removals == this.index.removals()) {
					throw ex;
				}
			}
		}
	}

	private EntryBatch readOnce(long firstIndex, long lastIndex, int bytesMax) throws IOException {
		long last = Math.min(lastIndex, this.index.lastIndex());
		if (firstIndex > last) {
			throw new IndexOutOfBoundsException("Entries " + firstIndex + ".." + lastIndex + " of a log "
					+ this.index.firstIndex() + ".." + this.index.lastIndex());
		}
		EntryCollector collector = new EntryCollector(this.files, firstIndex, bytesMax);
		while (collector.nextIndex() <= last && !collector.isFull()) {
			collector.collect(this.index.find(collector.nextIndex()), last);
		}
		return collector.toBatch();
	}

}
