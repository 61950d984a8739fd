package io.raftboot.core.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryCursor;
import io.raftboot.core.model.EntryLayout;

/** The log in memory: the batches as they came. For any thread. */
final class MemoryLog implements LogStore {

	private final MetaStore meta;

	private long firstIndex;

	private final TermRuns runs;

	private final List<EntryBatch> batches = new ArrayList<>();

	private RecoveredLog recovered;

	private long bytes;

	private long writtenBytes;

	private boolean closed;

	MemoryLog(MetaStore meta, Meta initial) {
		this.meta = meta;
		this.firstIndex = initial.snapshotIndex() + 1;
		this.runs = new TermRuns(initial.snapshotTerm());
		this.recovered = recover();
	}

	@Override
	public synchronized RecoveredLog recovered() {
		return this.recovered;
	}

	@Override
	public synchronized long firstIndex() {
		return this.firstIndex;
	}

	@Override
	public synchronized long lastIndex() {
		return this.batches.isEmpty() ? this.firstIndex - 1 : this.batches.get(this.batches.size() - 1).lastIndex();
	}

	@Override
	public synchronized void append(List<EntryBatch> batches) throws IOException {
		checkOpen();
		AppendRules.check(batches, this.firstIndex, lastIndex(), this.runs, this.meta.current().hardState().term());
		truncateFrom(batches.get(0).firstIndex());
		for (EntryBatch batch : batches) {
			this.batches.add(batch.copyInto(ByteBuffer.allocate(batch.byteSize()).order(ByteOrder.LITTLE_ENDIAN)));
			this.runs.append(batch);
			this.bytes += batch.byteSize();
			this.writtenBytes += batch.byteSize();
		}
	}

	@Override
	public synchronized void force() throws IOException {
		checkOpen();
	}

	@Override
	public synchronized EntryBatch read(long firstIndex, long lastIndex, int bytesMax) throws IOException {
		checkOpen();
		long last = Math.min(lastIndex, lastIndex());
		if (firstIndex < this.firstIndex || firstIndex > last) {
			throw new IndexOutOfBoundsException(
					"Entries " + firstIndex + ".." + lastIndex + " of a log " + this.firstIndex + ".." + lastIndex());
		}
		List<EntryBatch> found = new ArrayList<>();
		int bytes = 0;
		for (int i = find(firstIndex); i < this.batches.size(); i++) {
			EntryBatch batch = this.batches.get(i);
			if (batch.firstIndex() > last) {
				break;
			}
			EntryBatch wanted = batch.range(Math.max(firstIndex, batch.firstIndex()),
					Math.min(last, batch.lastIndex()));
			EntryBatch fitting = fitting(wanted, bytesMax - bytes, found.isEmpty());
			if (!fitting.isEmpty()) {
				found.add(fitting);
				bytes += fitting.byteSize();
			}
			if (fitting.count() < wanted.count()) {
				break;
			}
		}
		return EntryBatch.concat(found);
	}

	@Override
	public synchronized void compact(long firstIndexToKeep) throws IOException {
		checkOpen();
		SnapshotRules.checkCompact(firstIndexToKeep, this.meta.current());
		long first = Math.min(firstIndexToKeep, lastIndex());
		if (first <= this.firstIndex) {
			return;
		}
		List<EntryBatch> gone = this.batches.subList(0, find(first));
		for (EntryBatch batch : gone) {
			this.bytes -= batch.byteSize();
		}
		gone.clear();
		EntryBatch cut = this.batches.get(0);
		EntryBatch kept = cut.range(first, cut.lastIndex());
		this.batches.set(0, kept);
		this.bytes -= cut.byteSize() - kept.byteSize();
		this.runs.compactTo(first);
		this.firstIndex = first;
	}

	@Override
	public synchronized void reset(long index, long term) throws IOException {
		checkOpen();
		SnapshotRules.checkReset(term, index, this.meta.current());
		this.batches.clear();
		this.bytes = 0;
		this.runs.reset(term);
		this.firstIndex = index + 1;
	}

	@Override
	public synchronized long bytes() {
		return this.bytes;
	}

	@Override
	public synchronized long writtenBytes() {
		return this.writtenBytes;
	}

	@Override
	public int segments() {
		return 1;
	}

	synchronized void close() {
		this.closed = true;
	}

	synchronized void reopen() {
		this.closed = false;
		this.recovered = recover();
	}

	private void checkOpen() throws IOException {
		if (this.closed) {
			throw new IOException("The log is closed");
		}
	}

	private RecoveredLog recover() {
		List<EntryBatch> configurations = new ArrayList<>();
		for (EntryBatch batch : this.batches) {
			Configurations.addTo(configurations, batch);
		}
		return new RecoveredLog(this.firstIndex, this.runs.termBefore(this.firstIndex), lastIndex(), this.runs.toList(),
				List.copyOf(configurations));
	}

	private void truncateFrom(long index) {
		while (!this.batches.isEmpty() && lastIndex() >= index) {
			EntryBatch last = this.batches.remove(this.batches.size() - 1);
			this.bytes -= last.byteSize();
			if (last.firstIndex() < index) {
				EntryBatch kept = last.upTo(index - 1);
				this.batches.add(kept);
				this.bytes += kept.byteSize();
			}
		}
	}

	/** Position of the batch that holds this entry. */
	private int find(long index) {
		int low = 0;
		int high = this.batches.size() - 1;
		while (low < high) {
			int middle = (low + high) >>> 1;
			if (this.batches.get(middle).lastIndex() < index) {
				low = middle + 1;
			}
			else {
				high = middle;
			}
		}
		return low;
	}

	private static EntryBatch fitting(EntryBatch batch, int bytesMax, boolean atLeastOne) {
		if (batch.byteSize() <= bytesMax) {
			return batch;
		}
		EntryCursor cursor = batch.cursor();
		int bytes = 0;
		int count = 0;
		while (cursor.next()) {
			bytes += EntryLayout.entryBytes(cursor.payloadBytes());
			if (bytes > bytesMax && !(atLeastOne && count == 0)) {
				break;
			}
			count++;
		}
		return batch.upTo(batch.firstIndex() + count - 1);
	}

}
